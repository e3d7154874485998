using Npgsql;
using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>
/// Fills of a range, and of those before it what built the positions that it begins with. What an order filled counts at its average price and at the time
/// of its last fill. What was held at the end of each day is kept by trading (<c>fill_positions</c>), so that no more is read of the past than since the day at
/// whose end a position was flat, and never more than some thousand orders of a symbol.
/// </summary>
internal static class FillHistory
{
    /// <summary>Most rows that a profit is made of.</summary>
    public const int Most = 200_000;

    /// <summary>Most orders of a symbol that are read of the time before a range; a position that is made of more has an estimated cost.</summary>
    public const int MostEarlier = 2_000;

    /// <summary>When an order was filled last, in market time. The index <c>executions_fills</c> has this very expression.</summary>
    public const string FilledAt = "coalesce(e.last_fill_at, e.filled_at, e.broker_updated_at)";

    internal const string Columns =
        $"{FilledAt}, e.id, d.strategy_name, e.symbol, e.side, e.filled_qty, e.filled_avg_price, "
        + "coalesce(d.risk -> 'limits' ->> 'allow_shorts' = 'true', false)";

    internal const string Decisions = "LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id";

    /// <summary>Of each position that something was filled of: what the sums say of the time before, and since when it was not flat.</summary>
    private const string PositionsSql =
        """
        SELECT t.strategy, t.symbol, newest.qty, newest.uncounted,
          (SELECT p.day FROM fill_positions p WHERE p.account_label = @account AND p.symbol = t.symbol AND p.strategy_name = t.strategy
            AND p.day < @day AND p.qty = 0 ORDER BY p.day DESC LIMIT 1)
        FROM unnest(@strategies, @symbols) AS t (strategy, symbol)
        CROSS JOIN LATERAL (SELECT p.qty, p.uncounted FROM fill_positions p
          WHERE p.account_label = @account AND p.symbol = t.symbol AND p.strategy_name = t.strategy AND p.day < @day ORDER BY p.day DESC LIMIT 1) AS newest
        """;

    /// <exception cref="BadQueryException">There are more than can be counted.</exception>
    public static async Task<(IReadOnlyList<Fill> Fills, IReadOnlyList<OpeningPosition> Openings)> ReadAsync(HistorySession session, HistoryFilter filter)
    {
        var within = await session.RowsAsync(WithinSql(filter), Read, filter.Parameters);
        var traded = within.Select(Key).ToHashSet();
        var positions = await session.RowsAsync(
            PositionsSql, HeldPosition.Read, ("account", filter.Account),
            ("day", DateOnly.FromDateTime(EarlierFills.DayOf(filter.Range.From).UtcDateTime)),
            ("strategies", traded.Select(key => key.Strategy ?? "").ToArray()), ("symbols", traded.Select(key => key.Symbol).ToArray()));
        var (earlier, openings) = await new EarlierFills(traded, positions, filter.Range.From).ReadAsync(session, filter.Account);
        return earlier.Count + within.Count <= Most ? ([.. earlier, .. within], openings)
            : throw new BadQueryException("from", $"a range whose profit is made of at most {Most} filled orders; a symbol or a strategy makes them fewer");
    }

    internal static Fill Read(NpgsqlDataReader row) => new(
        row.Instant(0), row.GetGuid(1), row.Text(2), row.GetString(3), row.GetString(4), row.Amount(5), row.OptionalAmount(6), row.GetBoolean(7));

    private static (string? Strategy, string Symbol) Key(Fill fill) => (fill.Strategy, fill.Symbol);

    private static string WithinSql(HistoryFilter filter) =>
        $"""
        SELECT {Columns} FROM executions e {Decisions}
        WHERE e.account_label = @account AND e.filled_qty > 0 AND {FilledAt} >= @from AND {FilledAt} < @to{filter.And("d.strategy_name", "e.symbol")}
        LIMIT {Most + 1}
        """;
}
