using Npgsql;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>
/// Orders that the broker got in a range, from new to old. What the broker says of an order may come late and change, when its row was made does not: that is
/// the order of the list.
/// </summary>
internal static class ExecutionHistory
{
    /// <summary>When the broker got it, in market time. The index <c>executions_market</c> has this very expression.</summary>
    public const string At = "coalesce(e.submitted_at, e.broker_updated_at)";

    private const string Columns =
        $"e.id, {At}, e.created_at, e.trade_decision_id, d.strategy_name, e.symbol, e.side, e.order_type, e.time_in_force, e.qty, e.limit_price, e.status, "
        + $"e.filled_qty, e.filled_avg_price, CASE WHEN e.filled_qty > 0 THEN {FillHistory.FilledAt} END, "
        + "e.adapter, e.is_external, e.alpaca_order_id, e.client_order_id";

    public static Task<List<ExecutionItem>> ReadAsync(HistorySession session, HistoryFilter filter, HistoryPosition? after, int limit) => session.RowsAsync(
        $"""
        SELECT {Columns} FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
        WHERE e.account_label = @account AND {At} >= @from AND {At} < @to{filter.And("d.strategy_name", "e.symbol")}
          {(after is null ? "" : "AND (e.created_at, e.id) < (@at, @id)")}
        ORDER BY e.created_at DESC, e.id DESC LIMIT @limit
        """,
        Read,
        [.. filter.Parameters, ("limit", limit), .. DecisionHistory.Place(after)]);

    /// <summary>The orders of one decision, in the order in which they were made.</summary>
    public static Task<List<ExecutionItem>> OfDecisionAsync(HistorySession session, Guid decision, int limit) => session.RowsAsync(
        $"""
        SELECT {Columns} FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
        WHERE e.trade_decision_id = @decision ORDER BY e.created_at, e.id LIMIT @limit
        """,
        Read, ("decision", decision), ("limit", limit));

    public static HistoryPosition PositionOf(ExecutionItem item) => new(item.CreatedAt, item.Id);

    private static ExecutionItem Read(NpgsqlDataReader row) => new(
        row.GetGuid(0), row.Instant(1), row.Instant(2), row.IsDBNull(3) ? null : row.GetGuid(3), row.Text(4), row.GetString(5), row.GetString(6),
        row.GetString(7), row.GetString(8), row.OptionalAmount(9), row.OptionalAmount(10), row.GetString(11), row.Amount(12), row.OptionalAmount(13),
        row.OptionalInstant(14), row.GetString(15), row.GetBoolean(16), row.GetString(17), row.GetString(18));
}
