using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Safety;

/// <summary>The latches in Postgres; each change commits with its audit row.</summary>
internal sealed class LatchStore(Database database, AuditLog audit, TimeProvider time)
{
    public async Task<IReadOnlyList<LatchRow>> LoadAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<LatchRow>(new CommandDefinition(
            "SELECT latch, engaged, reason, actor, engaged_at, released_at FROM trading_state WHERE account_label = @accountLabel",
            new { accountLabel },
            cancellationToken: cancellationToken));
        return [.. rows.GroupBy(row => Latch.Canonical(row.Latch), StringComparer.Ordinal)
            .Select(named => named.OrderByDescending(row => row.Engaged).ThenByDescending(row => row.EngagedAt).First() with { Latch = named.Key })];
    }

    /// <summary>Engages a latch; one that is engaged keeps its first reason.</summary>
    public Task EngageAsync(string accountLabel, string latch, string reason, string actor, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(
                    """
                    INSERT INTO trading_state AS s (account_label, latch, engaged, reason, actor, engaged_at)
                    VALUES (@accountLabel, @latch, true, @reason, @actor, now())
                    ON CONFLICT (account_label, latch) DO UPDATE
                      SET engaged = true, reason = excluded.reason, actor = excluded.actor, engaged_at = now(), released_at = NULL, updated_at = now()
                      WHERE NOT s.engaged
                    """,
                    new { accountLabel, latch, reason, actor },
                    transaction);
                if (changed == 1)
                {
                    await audit.AppendAsync(connection, transaction, Entry(AuditKinds.LatchEngaged, accountLabel, latch, reason, actor));
                }

                return true;
            },
            cancellationToken);

    /// <summary>Releases a latch; returns whether it was engaged.</summary>
    public Task<bool> ReleaseAsync(string accountLabel, string latch, string reason, string actor, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(
                    """
                    UPDATE trading_state SET engaged = false, released_at = now(), updated_at = now()
                    WHERE account_label = @accountLabel AND latch = ANY(@names) AND engaged
                    """,
                    new { accountLabel, names = Latch.NamesOf(latch) },
                    transaction);
                await audit.AppendAsync(connection, transaction, Entry(AuditKinds.LatchReleased, accountLabel, latch, reason, actor));
                return changed > 0;
            },
            cancellationToken);

    private AuditEntry Entry(string kind, string accountLabel, string latch, string reason, string actor) =>
        new(kind, accountLabel, latch, time.GetUtcNow(), new JsonMap { ["reason"] = reason, ["actor"] = actor });
}
