using Dapper;
using Torghut.Trading.Decisions;
using Torghut.Trading.Orders;
using Torghut.Trading.Storage;

namespace Torghut.Trading.OrderReports;

/// <summary>Reads of decisions and orders that the loop needs.</summary>
internal sealed class OrderQueries(Database database)
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

    /// <summary>Broker ids of orders that are not final as far as we know.</summary>
    public async Task<IReadOnlyList<string>> OpenOrderIdsAsync(string accountLabel, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return (await connection.QueryAsync<string>(new CommandDefinition(
            """
            SELECT alpaca_order_id FROM executions
            WHERE account_label = @accountLabel AND status NOT IN ('filled', 'canceled', 'expired', 'rejected', 'replaced') ORDER BY updated_at LIMIT @limit
            """,
            new { accountLabel, limit },
            cancellationToken: cancellationToken))).AsList();
    }

    /// <summary>What is stored of orders, by the broker's id, as far as their decisions have followed: a report that adds nothing to it need not be
    /// applied.</summary>
    public async Task<IReadOnlyDictionary<string, BrokerOrderView>> SettledViewsAsync(string accountLabel, string[] orderIds,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<SettledRow>(new CommandDefinition(
            """
            SELECT e.alpaca_order_id AS order_id, e.status, e.filled_qty, e.filled_avg_price, e.broker_updated_at
            FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
            WHERE e.account_label = @accountLabel AND e.alpaca_order_id = ANY(@orderIds)
              AND (d.id IS NULL OR d.status IN ('submitted', 'partially_filled', 'filled', 'canceled', 'broker_rejected', 'broker_expired', 'replaced'))
            """,
            new { accountLabel, orderIds },
            cancellationToken: cancellationToken));
        return rows.ToDictionary(row => row.OrderId, row => new BrokerOrderView(row.Status, row.FilledQty, row.FilledAvgPrice, row.BrokerUpdatedAt),
            StringComparer.Ordinal);
    }

    /// <summary>Orders that are not ours and that nobody has acknowledged.</summary>
    public async Task<int> CountExternalAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "SELECT count(*)::int FROM executions WHERE account_label = @accountLabel AND is_external AND acknowledged_at IS NULL",
            new { accountLabel },
            cancellationToken: cancellationToken));
    }

    private sealed record SettledRow
    {
        public string OrderId { get; init; } = "";
        public string Status { get; init; } = "";
        public decimal FilledQty { get; init; }
        public decimal? FilledAvgPrice { get; init; }
        public DateTimeOffset BrokerUpdatedAt { get; init; }
    }
}

/// <param name="Row">The decision.</param>
/// <param name="SinceClaim">Time since the request was allowed to leave.</param>
internal sealed record UnresolvedOrder(DecisionRow Row, TimeSpan SinceClaim);
