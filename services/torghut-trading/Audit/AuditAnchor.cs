using System.Text.Json;
using Dapper;
using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>
/// Keeps the head of the audit log outside of the database, on the disk of the local latch and in the service's own log, and looks whether the database
/// still holds it before the first order of a run. A chain alone cannot show that its end was cut off.
/// </summary>
internal sealed class AuditAnchor(
    Database database, AuditLog audit, SwitchOptions switches, TradingMetrics metrics, TimeProvider time, ILogger<AuditAnchor> logger)
{
    public const string FileName = "audit-head.json";

    private static readonly TimeSpan LogEvery = TimeSpan.FromMinutes(1);

    private readonly string _path = Path.Combine(switches.StateDirectory, FileName);
    private AuditHead _recorded = AuditHead.Empty;
    private long _loggedAt;
    private bool _checked;

    /// <summary>Once per run: the recorded head must be in the log. If it is not, everything stops until a person has looked.</summary>
    /// <param name="stop">Stops everything for the reason given.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task CheckAsync(Func<string, Task> stop, CancellationToken cancellationToken)
    {
        if (_checked)
        {
            return;
        }

        if (await FaultAsync(cancellationToken) is { } fault)
        {
            metrics.AuditHeadLost();
            TradingLog.AuditHeadLost(logger, fault);
            await stop($"audit log: {fault}");
            await database.InTransactionAsync(
                async (connection, transaction) =>
                {
                    await audit.AppendAsync(connection, transaction,
                        new AuditEntry(AuditKinds.AuditHeadLost, switches.AccountLabel, "audit_log", time.GetUtcNow(), new JsonMap { ["fault"] = fault }));
                    return true;
                },
                cancellationToken);
        }

        _checked = true;
    }

    /// <summary>Records the newest committed row.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        var head = await audit.ReadHeadAsync(cancellationToken);
        if (head == _recorded)
        {
            return;
        }

        try
        {
            Write(head);
            _recorded = head;
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException)
        {
            TradingLog.AuditHeadNotRecorded(logger, broken.Message);
        }

        if (_loggedAt != 0 && time.GetElapsedTime(_loggedAt) < LogEvery)
        {
            return;
        }

        _loggedAt = time.GetTimestamp();
        TradingLog.AuditHead(logger, head.Seq, head.Hash);
    }

    private async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        AuditHead? recorded;
        try
        {
            recorded = Read();
        }
        catch (Exception broken) when (broken is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException
        or InvalidOperationException or FormatException)
        {
            return $"its recorded head cannot be read: {broken.Message}";
        }

        if (recorded is null)
        {
            return null;
        }

        await using var connection = await database.OpenAsync(cancellationToken);
        var hash = await connection.ExecuteScalarAsync<string?>(new CommandDefinition(
            "SELECT hash FROM audit_log WHERE seq = @Seq", new { recorded.Seq }, cancellationToken: cancellationToken));
        return hash is null ? $"row {recorded.Seq}, recorded as its head, is missing"
            : hash == recorded.Hash ? null
            : $"row {recorded.Seq} differs from the head that was recorded";
    }

    private AuditHead? Read()
    {
        if (!File.Exists(_path))
        {
            return null;
        }

        using var document = JsonDocument.Parse(File.ReadAllText(_path));
        var root = document.RootElement;
        return new AuditHead { Seq = root.GetProperty("seq").GetInt64(), Hash = root.GetProperty("hash").GetString() ?? "" };
    }

    /// <summary>A new file takes the old one's place in one step: a head is whole or the one before.</summary>
    private void Write(AuditHead head)
    {
        Directory.CreateDirectory(switches.StateDirectory);
        var next = _path + ".next";
        using (var file = new FileStream(next, FileMode.Create, FileAccess.Write))
        {
            file.Write(CanonicalJson.SerializeToUtf8(new JsonMap { ["seq"] = head.Seq, ["hash"] = head.Hash }));
            file.Flush(flushToDisk: true);
        }

        File.Move(next, _path, overwrite: true);
    }
}
