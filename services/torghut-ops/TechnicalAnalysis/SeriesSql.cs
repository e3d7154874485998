namespace Torghut.Ops.TechnicalAnalysis;

/// <summary>
/// Statements over the derived tables. Rows that came twice are told apart by their key (symbol, event_ts, seq), of which the newest <c>ingest_ts</c>
/// counts, so that none needs FINAL. <c>seq</c> is the start of a row's second, which decides the step that it belongs to.
/// </summary>
internal static class SeriesSql
{
    /// <summary>Columns of an indicator row, in the order of <see cref="Series.Signals"/>.</summary>
    public const string Indicators =
        "macd, macd_signal, macd_hist, ema12, ema26, rsi14, boll_mid, boll_upper, boll_lower, vwap_session, vwap_w5m, imbalance_spread, "
        + "imbalance_bid_px, imbalance_ask_px, imbalance_bid_sz, imbalance_ask_sz, vol_realized_w60s";

    public const int IndicatorCount = 17;

    /// <summary>A row of the range; both ends stand in the key, once for the order of the table and once for the second itself.</summary>
    private const string InRange =
        "symbol = {symbol:String} AND event_ts > fromUnixTimestamp64Milli({first:Int64} * 1000, 'UTC') "
        + "AND event_ts <= fromUnixTimestamp64Milli({end:Int64} * 1000, 'UTC') AND seq >= {first:Int64} AND seq < {end:Int64}";

    /// <summary>Steps of the range that hold rows, for each of some widths.</summary>
    public static string Points(string table, IEnumerable<int> steps) =>
        $"SELECT {string.Join(", ", steps.Select(step => $"toInt64(uniqExact(intDiv(seq, {step})))"))} FROM {table} WHERE {InRange}";

    /// <summary>
    /// First, highest, lowest, last; sums in the order of time that keep what an addition rounds off, so that the same rows give the same bytes whatever the
    /// server does at once. The vwap of one bar is that bar's own; of several only those that have one and volume count.
    /// </summary>
    public static string Bars(string table) =>
        $$"""
        SELECT t, o, h, l, c, arrayReduce('sumKahan', arrayMap(x -> x.2, bars)),
               if(length(priced) = 1, priced[1].3,
                  arrayReduce('sumKahan', arrayMap(x -> assumeNotNull(x.3) * x.2, priced)) / arrayReduce('sumKahan', arrayMap(x -> x.2, priced))),
               trades
        FROM
        (
            SELECT toInt64(intDiv(seq, {step:UInt32}) * {step:UInt32}) AS t,
                   argMin(bar.1, seq) AS o, max(bar.2) AS h, min(bar.3) AS l, argMax(bar.4, seq) AS c, toInt64(sum(bar.7)) AS trades,
                   arraySort(groupArray(tuple(seq, bar.5, bar.6))) AS bars, arrayFilter(x -> x.2 > 0 AND isNotNull(x.3), bars) AS priced
            FROM
            (
                SELECT seq, argMax(tuple(o, h, l, c, v, vwap, count), ingest_ts) AS bar FROM {{table}} WHERE {{InRange}} GROUP BY event_ts, seq
            )
            GROUP BY t
        )
        ORDER BY t LIMIT {rows:UInt32}
        """;

    /// <summary>The last row of each step: indicators are never averaged.</summary>
    public static string Signals(string table) =>
        $$"""
        SELECT t, {{Elements("newest", IndicatorCount)}}
        FROM
        (
            SELECT toInt64(intDiv(seq, {step:UInt32}) * {step:UInt32}) AS t, argMax(tuple({{Indicators}}), tuple(seq, ingest_ts)) AS newest
            FROM {{table}} WHERE {{InRange}} GROUP BY t
        )
        ORDER BY t LIMIT {rows:UInt32}
        """;

    /// <summary>The elements of a tuple as columns.</summary>
    public static string Elements(string tuple, int count) => string.Join(", ", Enumerable.Range(1, count).Select(element => $"{tuple}.{element}"));
}
