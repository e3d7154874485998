using Dapper;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>Recomputes the chain from its first row.</summary>
internal sealed class AuditVerifier(Database database)
{
    private const int PageRows = 5_000;

    /// <param name="expected">Head recorded elsewhere, to find a cut tail; null when there is none.</param>
    public async Task<AuditVerification> VerifyAsync(AuditHead? expected, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var last = AuditHead.Empty;
        while (true)
        {
            var page = (await connection.QueryAsync<AuditRow>(new CommandDefinition(
                "SELECT seq, canonical, prev_hash, hash FROM audit_log WHERE seq > @Seq ORDER BY seq LIMIT @PageRows",
                new { last.Seq, PageRows },
                cancellationToken: cancellationToken))).AsList();
            foreach (var row in page)
            {
                if (Fault(row, last) is { } fault)
                {
                    return new AuditVerification(row.Seq, fault, last);
                }

                if (expected?.Seq == row.Seq && expected.Hash != row.Hash)
                {
                    return new AuditVerification(row.Seq, "differs from the recorded head", last);
                }

                last = new AuditHead { Seq = row.Seq, Hash = row.Hash };
            }

            if (page.Count < PageRows)
            {
                break;
            }
        }

        return expected is not null && expected.Seq > last.Seq
            ? new AuditVerification(last.Seq + 1, $"missing: the recorded head is row {expected.Seq}", last)
            : new AuditVerification(null, null, last);
    }

    private static string? Fault(AuditRow row, AuditHead last)
    {
        if (row.Seq != last.Seq + 1)
        {
            return $"rows {last.Seq + 1} to {row.Seq - 1} are missing";
        }

        if (row.PrevHash != last.Hash)
        {
            return "does not follow the row before it";
        }

        return Digest.Of($"{row.PrevHash}\n{row.Seq}\n{row.Canonical}") == row.Hash ? null : "its content does not match its hash";
    }

    private sealed record AuditRow
    {
        public long Seq { get; init; }
        public string Canonical { get; init; } = "";
        public string PrevHash { get; init; } = "";
        public string Hash { get; init; } = "";
    }
}

/// <param name="BadRow">First row that does not verify; null when all do.</param>
/// <param name="Fault">What is wrong with it.</param>
/// <param name="Head">Last row that verified.</param>
internal sealed record AuditVerification(long? BadRow, string? Fault, AuditHead Head);
