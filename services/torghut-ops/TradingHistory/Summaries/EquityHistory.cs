using Torghut.Ops.TradingHistory.Profits;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>What the account was worth in a range.</summary>
internal static class EquityHistory
{
    /// <summary>Points of the curve; a snapshot is taken every few seconds, and a screen has some hundreds of columns.</summary>
    public const int Points = 300;

    private const string Of = "(SELECT market_ts, equity FROM position_snapshots WHERE account_label = @account AND market_ts";

    private const string Before = $"{Of} < @from ORDER BY market_ts DESC, id DESC LIMIT 1)";

    private const string First = $"{Of} >= @from AND market_ts < @to ORDER BY market_ts, id LIMIT 1)";

    private const string Last = $"{Of} >= @from AND market_ts < @to ORDER BY market_ts DESC, id DESC LIMIT 1)";

    /// <summary>The newest snapshot at each of so many instants, found by the index: the cost is that of the points, not of the range.</summary>
    private static readonly string Curve =
        $"""
        SELECT DISTINCT s.market_ts, s.equity
        FROM generate_series(0, {Points - 1}) AS n,
          LATERAL (SELECT market_ts, equity FROM position_snapshots WHERE account_label = @account AND market_ts >= @first
            AND market_ts <= CASE n WHEN {Points - 1} THEN @last ELSE @first + (@last - @first) * n / {Points - 1} END ORDER BY market_ts DESC, id DESC LIMIT 1) AS s
        ORDER BY s.market_ts LIMIT {Points}
        """;

    private const string TransfersSql =
        "SELECT coalesce(sum(cash_effect), 0) FROM account_activities "
        + "WHERE account_label = @account AND is_transfer AND happened_at > @first AND happened_at <= @last";

    /// <summary>The change and the curve; null and nothing when there is no snapshot in the range.</summary>
    public static async Task<(EquityChange? Change, IReadOnlyList<EquityPoint> Curve)> ReadAsync(HistorySession session, HistoryFilter filter)
    {
        var account = filter with { Strategy = null, Symbol = null };
        var ends = await session.RowsAsync(
            $"SELECT 0 AS n, * FROM {Before} AS b UNION ALL SELECT 1, * FROM {First} AS f UNION ALL SELECT 2, * FROM {Last} AS l ORDER BY n",
            row => new EquityPoint(row.Instant(1), row.Amount(2)), account.Parameters);
        if (ends.Count < 2 || ends[^1].At < filter.Range.From)
        {
            return (null, []);
        }

        var (start, end) = (ends[0], ends[^1]);
        var first = ends.First(point => point.At >= filter.Range.From);
        var curve = await session.RowsAsync(
            Curve, row => new EquityPoint(row.Instant(0), row.Amount(1)), ("account", filter.Account), ("first", first.At), ("last", end.At));
        var transfers = await session.RowsAsync(
            TransfersSql, row => row.Amount(0), ("account", filter.Account), ("first", start.At), ("last", end.At));
        return (new EquityChange(start.Equity, end.Equity, Amounts.Plain(end.Equity - start.Equity), transfers[0], start.At, end.At), curve);
    }
}
