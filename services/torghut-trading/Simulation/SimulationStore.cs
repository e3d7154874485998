using Dapper;
using Torghut.Trading.Execution;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Simulation;

/// <summary>The simulated account's memory: the executions it led to.</summary>
internal sealed class SimulationStore(Database database)
{
    /// <summary>Orders in the order of their fills: what the shares held cost on average depends on it.</summary>
    public async Task<IReadOnlyList<BrokerOrder>> LoadAsync(string accountLabel, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        var rows = await connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT alpaca_order_id, client_order_id, symbol, side, order_type, qty, limit_price, status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at
            FROM executions WHERE account_label = @accountLabel AND adapter = @Name
            ORDER BY coalesce(filled_at, submitted_at), submitted_at, client_order_id
            """,
            new { accountLabel, SimulationBroker.Name },
            cancellationToken: cancellationToken));
        return [.. rows.Select(row => row.ToOrder())];
    }

    private sealed record Row
    {
        public string AlpacaOrderId { get; init; } = "";
        public string ClientOrderId { get; init; } = "";
        public string Symbol { get; init; } = "";
        public string Side { get; init; } = "";
        public string OrderType { get; init; } = "";
        public decimal? Qty { get; init; }
        public decimal? LimitPrice { get; init; }
        public string Status { get; init; } = "";
        public decimal FilledQty { get; init; }
        public decimal? FilledAvgPrice { get; init; }
        public DateTimeOffset? SubmittedAt { get; init; }
        public DateTimeOffset? FilledAt { get; init; }
        public DateTimeOffset BrokerUpdatedAt { get; init; }

        public BrokerOrder ToOrder() => new()
        {
            OrderId = AlpacaOrderId,
            ClientOrderId = ClientOrderId,
            Symbol = Symbol,
            Side = Side,
            Type = OrderType,
            TimeInForce = "day",
            Qty = Qty,
            LimitPrice = LimitPrice,
            Status = Status,
            FilledQty = FilledQty,
            FilledAvgPrice = FilledAvgPrice,
            SubmittedAt = SubmittedAt,
            FilledAt = FilledAt,
            UpdatedAt = BrokerUpdatedAt,
            RawJson = "{}",
        };
    }
}
