using Dapper;
using Npgsql;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>Appends to the chained log, inside the transaction of what is being logged (<c>docs/adr/0013-audit-chain.md</c>).</summary>
internal sealed class AuditLog(Database database)
{
    private volatile AuditHead _head = AuditHead.Empty;

    /// <summary>The newest row this process has written or read.</summary>
    public AuditHead Head => _head;

    /// <summary>Appends; the chain's lock is held until the transaction ends.</summary>
    public async Task AppendAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, AuditEntry entry)
    {
        var head = await connection.QuerySingleAsync<AuditHead>(
            "INSERT INTO audit_log (canonical) VALUES (@Canonical) RETURNING seq, hash",
            new { Canonical = entry.ToCanonical() },
            transaction);
        _head = head;
    }

    /// <summary>Reads the committed head; appended rows whose transaction failed are forgotten by it.</summary>
    public async Task<AuditHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var head = await connection.QuerySingleOrDefaultAsync<AuditHead>(
            new CommandDefinition("SELECT seq, hash FROM audit_log ORDER BY seq DESC LIMIT 1", cancellationToken: cancellationToken));
        return _head = head ?? AuditHead.Empty;
    }
}
