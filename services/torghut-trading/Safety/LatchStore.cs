using Dapper;
using Npgsql;
using Torghut.Trading.Audit;
using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Safety;

/// <summary>
/// The latches in Postgres; each change commits with its audit row. The audit is also the memory of which calls were stored: it cannot lose one that was, nor
/// name one that was not.
/// </summary>
internal sealed class LatchStore(Database database, AuditLog audit, TimeProvider time) : ILatchStore
{
    /// <summary>Identity of the call that an audit row is of; versions before wrote none.</summary>
    private const string CallId = "coalesce(payload ->> 'engagement', 'audit-' || seq)";

    private const string IsStored =
        $"""
        SELECT EXISTS (SELECT 1 FROM audit_log WHERE subject = ANY(@names) AND account_label = @accountLabel AND kind = ANY(@kinds) AND {CallId} = @Id)
        """;

    private const string EngageRow =
        """
        INSERT INTO trading_state AS s (account_label, latch, engaged, reason, actor, engaged_at)
        VALUES (@accountLabel, @latch, true, @Reason, @Actor, @At)
        ON CONFLICT (account_label, latch) DO UPDATE
          SET engaged = true, reason = excluded.reason, actor = excluded.actor, engaged_at = excluded.engaged_at, released_at = NULL, updated_at = now()
          WHERE NOT s.engaged
        """;

    /// <summary>Whether who and why are on record already.</summary>
    private const string SaysTheSame =
        "SELECT EXISTS (SELECT 1 FROM trading_state WHERE account_label = @accountLabel AND latch = @latch AND reason = @Reason AND actor = @Actor)";

    public async Task<IReadOnlyList<LatchRow>> LoadAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<LatchRow>(new CommandDefinition(
            """
            SELECT latch, engaged, reason, actor, engaged_at, released_at, 'unrecorded-' || extract(epoch FROM engaged_at) AS engagement
            FROM trading_state WHERE account_label = @accountLabel
            """,
            new { accountLabel },
            cancellationToken: cancellationToken));
        List<LatchRow> latches = [.. rows.GroupBy(row => Latch.Canonical(row.Latch), StringComparer.Ordinal)
            .Select(named => named.OrderByDescending(row => row.Engaged).ThenByDescending(row => row.EngagedAt).First() with { Latch = named.Key })];
        for (var i = 0; i < latches.Count; i++)
        {
            if (latches[i].Engaged && await EngagementAsync(connection, accountLabel, latches[i].Latch, cancellationToken) is { } engagement)
            {
                latches[i] = latches[i] with { Engagement = engagement };
            }
        }

        return latches;
    }

    public Task<bool> EngageAsync(string accountLabel, string latch, LatchCall call, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                CommandDefinition Command(string sql) => new(
                    sql,
                    new
                    {
                        accountLabel,
                        latch,
                        names = Latch.NamesOf(latch),
                        kinds = new[] { AuditKinds.LatchEngaged, AuditKinds.LatchEngagedAgain },
                        call.Id,
                        call.Reason,
                        call.Actor,
                        call.At,
                    },
                    transaction,
                    cancellationToken: cancellationToken);

                if (await connection.ExecuteScalarAsync<bool>(Command(IsStored)))
                {
                    return true;
                }

                if (await connection.ExecuteAsync(Command(EngageRow)) == 1)
                {
                    await audit.AppendAsync(connection, transaction, Engaged(AuditKinds.LatchEngaged, accountLabel, latch, call));
                }
                else if (!await connection.ExecuteScalarAsync<bool>(Command(SaysTheSame)))
                {
                    await audit.AppendAsync(connection, transaction, Engaged(AuditKinds.LatchEngagedAgain, accountLabel, latch, call));
                }

                return false;
            },
            cancellationToken);

    public Task<bool> ReleaseAsync(string accountLabel, string latch, string reason, string actor, CancellationToken cancellationToken) =>
        database.InTransactionAsync(
            async (connection, transaction) =>
            {
                var changed = await connection.ExecuteAsync(new CommandDefinition(
                    """
                    UPDATE trading_state SET engaged = false, released_at = now(), updated_at = now()
                    WHERE account_label = @accountLabel AND latch = ANY(@names) AND engaged
                    """,
                    new { accountLabel, names = Latch.NamesOf(latch) },
                    transaction,
                    cancellationToken: cancellationToken));
                await audit.AppendAsync(
                    connection, transaction, Entry(AuditKinds.LatchReleased, accountLabel, latch, new JsonMap { ["reason"] = reason, ["actor"] = actor }));
                return changed > 0;
            },
            cancellationToken);

    private static async Task<string?> EngagementAsync(NpgsqlConnection connection, string accountLabel, string latch, CancellationToken cancellationToken) =>
        await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            $"""
            SELECT {CallId} FROM audit_log WHERE subject = ANY(@names) AND account_label = @accountLabel AND kind = @kind ORDER BY seq DESC LIMIT 1
            """,
            new { accountLabel, names = Latch.NamesOf(latch), kind = AuditKinds.LatchEngaged },
            cancellationToken: cancellationToken));

    private AuditEntry Engaged(string kind, string accountLabel, string latch, LatchCall call) => Entry(
        kind, accountLabel, latch,
        new JsonMap { ["reason"] = call.Reason, ["actor"] = call.Actor, ["engaged_at"] = call.At, ["engagement"] = call.Id });

    private AuditEntry Entry(string kind, string accountLabel, string latch, JsonMap data) => new(kind, accountLabel, latch, time.GetUtcNow(), data);
}
