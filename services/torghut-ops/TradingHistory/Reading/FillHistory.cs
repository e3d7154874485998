using Npgsql;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>
/// Fills of a range, and of those before it what built the positions that it begins with. What an order filled counts at its average price and at the time
/// of its last fill, which is what the broker's row says; the stream's single fills may be missing, the row is not.
/// </summary>
internal static class FillHistory
{
    /// <summary>Most rows that a profit is made of.</summary>
    public const int Most = 200_000;

    /// <summary>When an order was filled, in market time. The index <c>executions_fills</c> has this very expression.</summary>
    public const string FilledAt = "coalesce(e.filled_at, e.broker_updated_at)";

    private const string Columns =
        $"{FilledAt} AS at, e.id, d.strategy_name AS strategy, e.symbol, e.side, e.filled_qty, e.filled_avg_price, "
        + "coalesce(d.risk -> 'limits' ->> 'allow_shorts' = 'true', false) AS may_short";

    private const string From =
        "FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id WHERE e.account_label = @account AND e.filled_qty > 0";

    /// <summary>Shares that a fill adds to a position; what the profit does not count adds nothing here either.</summary>
    private static readonly string Signed =
        $"CASE WHEN e.filled_avg_price BETWEEN 0 AND {Fill.MaxPrice} AND e.filled_qty <= {Fill.MaxQty} "
        + $"THEN CASE e.side WHEN '{Fill.Buy}' THEN e.filled_qty WHEN '{Fill.Sell}' THEN -e.filled_qty ELSE 0 END ELSE 0 END";

    /// <exception cref="BadQueryException">There are more than can be counted.</exception>
    public static async Task<List<Fill>> ReadAsync(HistorySession session, HistoryFilter filter)
    {
        var fills = await session.RowsAsync(Sql(filter), Read, filter.Parameters);
        return fills.Count <= Most ? fills
            : throw new BadQueryException("from", $"a range whose profit is made of at most {Most} filled orders; a symbol or a strategy makes them fewer");
    }

    /// <summary>
    /// Of the fills before the range, those since the position was last flat: nothing before that is in its cost. Only of what was filled in the range,
    /// because nothing else has a profit in it.
    /// </summary>
    private static string Sql(HistoryFilter filter) =>
        $"""
        WITH within AS MATERIALIZED (
          SELECT {Columns} {From} AND {FilledAt} >= @from AND {FilledAt} < @to{filter.And("d.strategy_name", "e.symbol")} LIMIT {Most + 1}),
        traded AS (SELECT DISTINCT strategy, symbol FROM within),
        earlier AS (
          SELECT {Columns}, sum({Signed}) OVER (PARTITION BY d.strategy_name, e.symbol ORDER BY {FilledAt}, e.id) AS held
          {From} AND {FilledAt} < @from AND e.symbol IN (SELECT symbol FROM traded){filter.And("d.strategy_name", "e.symbol")}),
        after_flat AS (
          SELECT *, count(*) FILTER (WHERE held = 0) OVER (PARTITION BY strategy, symbol ORDER BY at DESC, id DESC) AS flats FROM earlier)
        SELECT at, id, strategy, symbol, side, filled_qty, filled_avg_price, may_short FROM within
        UNION ALL
        (SELECT at, id, a.strategy, a.symbol, side, filled_qty, filled_avg_price, may_short FROM after_flat a
         JOIN traded t ON t.symbol = a.symbol AND t.strategy IS NOT DISTINCT FROM a.strategy WHERE flats = 0 LIMIT {Most + 1})
        LIMIT {Most + 1}
        """;

    private static Fill Read(NpgsqlDataReader row) => new(
        row.Instant(0), row.GetGuid(1), row.Text(2), row.GetString(3), row.GetString(4), row.Amount(5), row.OptionalAmount(6), row.GetBoolean(7));
}
