using Dapper;
using Torghut.Trading.Decisions;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>Reads of decisions and orders that the loop needs.</summary>
internal sealed class OrderQueries(Database database) : IOrderQueries
{
    /// <summary>Decisions in any of the states, oldest first.</summary>
    public async Task<IReadOnlyList<DecisionRow>> InStatesAsync(string accountLabel, IReadOnlyList<OrderState> states, int limit,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<DecisionRow>(new CommandDefinition(
            $"SELECT {DecisionStore.Columns} FROM trade_decisions WHERE account_label = @accountLabel AND status = ANY(@names) ORDER BY created_at, id LIMIT @limit",
            new { accountLabel, names = states.Select(s => s.Name()).ToArray(), limit },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>How long ago, by the database's clock, each unresolved order was claimed.</summary>
    public async Task<IReadOnlyList<UnresolvedOrder>> UnresolvedAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<DecisionRow>(new CommandDefinition(
            $"SELECT {DecisionStore.Columns} FROM trade_decisions WHERE account_label = @accountLabel AND status IN ('submitting', 'unknown') ORDER BY claimed_at",
            new { accountLabel },
            cancellationToken: cancellationToken));
        var now = await connection.QuerySingleAsync<DateTimeOffset>(new CommandDefinition("SELECT clock_timestamp()", cancellationToken: cancellationToken));
        return [.. rows.Select(row => new UnresolvedOrder(row, now - (row.ClaimedAt ?? now)))];
    }

    public async Task<int> CountUnresolvedAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT count(*)::int FROM trade_decisions WHERE account_label = @accountLabel AND status IN ('submitting', 'unknown')",
            new { accountLabel },
            cancellationToken: cancellationToken));
    }

    /// <summary>The exact order that was approved.</summary>
    public async Task<ApprovedOrder?> ApprovedOrderAsync(Guid decisionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<ApprovedOrder>(new CommandDefinition(
            """
            SELECT order_payload ->> 'symbol' AS symbol, order_payload ->> 'side' AS side, (order_payload ->> 'qty')::numeric AS qty,
              order_payload ->> 'type' AS type, (order_payload ->> 'limit_price')::numeric AS limit_price
            FROM trade_decisions WHERE id = @decisionId AND order_payload IS NOT NULL
            """,
            new { decisionId },
            cancellationToken: cancellationToken));
    }

    /// <summary>The signal behind a decision.</summary>
    public async Task<StoredSignal> SignalAsync(Guid decisionId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QuerySingleAsync<StoredSignal>(new CommandDefinition(
            "SELECT signal_ingest_ts AS ingest_ts, features::text AS features, rationale::text AS rationale FROM trade_decisions WHERE id = @decisionId",
            new { decisionId },
            cancellationToken: cancellationToken));
    }

    /// <summary>Symbols of orders that work at the broker or may, and of those sent within the last minutes, which a position may not show yet.</summary>
    public async Task<IReadOnlyList<string>> WorkingSymbolsAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT symbol FROM trade_decisions
            WHERE account_label = @accountLabel AND status IN ('approved', 'submitting', 'unknown', 'submitted', 'partially_filled')
            UNION
            SELECT symbol FROM trade_decisions WHERE account_label = @accountLabel AND created_at > now() - interval '10 minutes' AND claim_attempts > 0
            """,
            new { accountLabel },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<UnsettledOrder>> UnsettledAsync(
        string accountLabel, IReadOnlyCollection<string> seen, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<UnsettledOrder>(new CommandDefinition(
            """
            SELECT alpaca_order_id AS order_id, client_order_id FROM executions WHERE account_label = @accountLabel AND NOT is_settled AND alpaca_order_id <> ALL(@seen)
            ORDER BY updated_at LIMIT @limit
            """,
            new { accountLabel, seen = seen.ToArray(), limit },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>What is stored of orders, by the broker's id, as far as their decisions have followed.</summary>
    public async Task<IReadOnlyDictionary<string, ExecutionRow>> FollowedAsync(string accountLabel, string[] orderIds, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<FollowedRow>(new CommandDefinition(
            """
            SELECT e.alpaca_order_id AS order_id, e.status, e.filled_qty, e.filled_avg_price, e.broker_updated_at, e.is_settled, e.lookups_not_found,
              e.corrected_at, e.contradiction
            FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
            WHERE e.account_label = @accountLabel AND e.alpaca_order_id = ANY(@orderIds) AND (d.id IS NULL OR d.status IN
              ('submitted', 'partially_filled', 'filled', 'canceled', 'broker_rejected', 'broker_expired', 'replaced', 'vanished'))
            """,
            new { accountLabel, orderIds },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.OrderId, ExecutionRow (row) => row, StringComparer.Ordinal);
    }

    /// <summary>
    /// The newest orders of the last hour that would have closed a position of a symbol by the same action and were sent, newest first. Read from what is
    /// stored, so that neither a restart nor another instance begins anew.
    /// </summary>
    public async Task<IReadOnlyList<SentExit>> SentExitsAsync(DecisionRow row, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<SentExit>(new CommandDefinition(
            """
            SELECT status, split_part(coalesce(status_reason, ''), ':', 1) AS code, clock_timestamp() - claimed_at AS since
            FROM trade_decisions
            WHERE account_label = @AccountLabel AND symbol = @Symbol AND action = @Action AND NOT opens_exposure AND claimed_at IS NOT NULL AND id <> @Id
              AND status NOT IN ('approved', 'withheld', 'expired') AND created_at > now() - interval '1 hour'
            ORDER BY created_at DESC, id DESC LIMIT @limit
            """,
            new { row.AccountLabel, row.Symbol, row.Action, row.Id, limit },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>Orders that are not ours and items that were not understood, as far as nobody has acknowledged them.</summary>
    public async Task<int> CountExternalAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            """
            SELECT (SELECT count(*) FROM executions WHERE account_label = @accountLabel AND is_external AND acknowledged_at IS NULL)::int
              + (SELECT count(*) FROM unread_items WHERE account_label = @accountLabel AND acknowledged_at IS NULL AND resolved_at IS NULL
                 AND kind <> 'asset')::int
            """,
            new { accountLabel },
            cancellationToken: cancellationToken));
    }

    private sealed record FollowedRow : ExecutionRow
    {
        public string OrderId { get; init; } = "";
    }
}

/// <param name="Row">The decision.</param>
/// <param name="SinceClaim">Time since the request was allowed to leave.</param>
internal sealed record UnresolvedOrder(DecisionRow Row, TimeSpan SinceClaim);
