using Torghut.ClickHouse;

namespace Torghut.Trading.Signals;

/// <summary>
/// Statements over the signal and price tables. Symbol and event time come first in every condition, as in the tables' sort key. Duplicates of a
/// position may be present: the newest by ingest time wins; <c>FINAL</c> is never used.
/// </summary>
internal sealed class SignalSql(string signalTable, string priceTable)
{
    private const string Range = "symbol IN {symbols:Array(String)} AND event_ts >= {from:DateTime64(3,'UTC')} AND event_ts <= {to:DateTime64(3,'UTC')}";
    private const string Position = "(event_ts, toString(symbol), seq)";
    private const string Cursor = "({cursor_ts:DateTime64(3,'UTC')}, {cursor_symbol:String}, {cursor_seq:UInt64})";
    private const string Order = "ORDER BY event_ts, symbol, seq, ingest_ts DESC LIMIT 1 BY event_ts, symbol, seq LIMIT {limit:UInt32}";

    /// <summary>What may be a bar: one that is none must neither hide the bars before it nor end the read.</summary>
    private const string Bar = "isFinite(c) AND c > 0 AND c < 1e9 AND isFinite(v) AND v >= 0 AND v < 1e12 AND seq < 9223372036854775807";
    private const string Head = "toString(symbol) AS symbol_text, event_ts, seq, ingest_ts";

    private const string EnvelopeQuote =
        "tuple(JSONExtract(toString(payload), 'imbalance', 'bid_px', 'Nullable(Float64)'), JSONExtract(toString(payload), 'imbalance', 'ask_px', 'Nullable(Float64)'))";

    public static IReadOnlyList<string> FeatureColumns { get; } =
    [
        "macd", "macd_signal", "macd_hist", "ema12", "ema26", "rsi14", "boll_mid", "boll_upper", "boll_lower", "vwap_session", "vwap_w5m",
        "imbalance_spread", "imbalance_bid_px", "imbalance_ask_px", "imbalance_bid_sz", "imbalance_ask_sz", "vol_realized_w60s",
    ];

    private readonly string _signals = ClickHouseIdentifier.QuoteTable(signalTable);
    private readonly string _prices = ClickHouseIdentifier.QuoteTable(priceTable);

    public string Forward(bool flat, bool hasCursor) =>
        $"SELECT {Columns(flat)} FROM {_signals} WHERE {Range}{(hasCursor ? $" AND {Position} > {Cursor}" : "")} {Order}";

    public string Behind(bool flat) => $"SELECT {Columns(flat)} FROM {_signals} WHERE {Range} AND {Position} <= {Cursor} {Order}";

    public string CountBehind => $"SELECT toString(symbol), uniqExact(event_ts, least(toUInt64(seq), toUInt64(9223372036854775807))) FROM {_signals} WHERE {Range} AND {Position} <= {Cursor} GROUP BY symbol";

    public string Newest => $"SELECT maxOrNull(event_ts) FROM {_signals} WHERE {Range}";

    /// <summary>
    /// Price, its time and volume of each symbol, the median of the five bars before the newest, which one mistaken bar does not move, and how many of its rows
    /// are no bars. Volume is summed as a decimal: a sum of doubles depends on the order in which threads come to it.
    /// </summary>
    public string Prices =>
        $"""
        SELECT toString(symbol), argMaxIf(c, (event_ts, seq), ok), maxIf(event_ts, ok), toFloat64(sum(toDecimal128(if(ok, v, 0), 6))),
          if(empty(arraySort(arrayMap(bar -> bar.3, arraySlice(arrayReverseSort(bar -> (bar.1, bar.2), groupArrayIf((event_ts, seq, c), ok)), 2, 5))) AS recent),
            NULL, recent[intDiv(length(recent) + 1, 2)]), countIf(ok), countIf(NOT ok), max(event_ts) FROM (
          SELECT symbol, event_ts, seq, argMax(c, ingest_ts) AS c, argMax(v, ingest_ts) AS v, {Bar} AS ok FROM {_prices} WHERE {Range}
          GROUP BY symbol, event_ts, seq)
        GROUP BY symbol
        """;

    /// <summary>Bars of a span, one a position. What is no bar is left out.</summary>
    public string Bars =>
        $"""
        SELECT symbol_text, event_ts, seq, ingest_ts, c, v FROM (
          SELECT {Head}, c, v FROM {_prices} WHERE {Range} ORDER BY event_ts, symbol, seq, ingest_ts DESC LIMIT 1 BY event_ts, symbol, seq)
        WHERE {Bar} ORDER BY event_ts, symbol_text, seq
        """;

    /// <summary>Symbols with a signal in a span.</summary>
    public string SymbolsOf =>
        $"SELECT DISTINCT toString(symbol) AS symbol_text FROM {_signals} WHERE event_ts >= {{from:DateTime64(3,'UTC')}} AND event_ts <= {{to:DateTime64(3,'UTC')}} ORDER BY symbol_text";

    /// <summary>Bid and ask of one signal, so that they belong together.</summary>
    public string Quotes(bool flat) =>
        $"""
        SELECT toString(symbol), tupleElement(argMax({(flat ? "tuple(imbalance_bid_px, imbalance_ask_px)" : EnvelopeQuote)}, (event_ts, seq, ingest_ts)) AS quote, 1), tupleElement(quote, 2)
        FROM {_signals} WHERE {Range} GROUP BY symbol
        """;

    public static string ColumnNames => "SELECT name FROM system.columns WHERE database = {database:String} AND table = {table:String}";

    private static string Columns(bool flat) => flat
        ? $"{Head}, substring(toString(window_size), 1, 65), {string.Join(", ", FeatureColumns)}"
        : $"{Head}, substring(toString(window), 1, 257), substring(toString(payload), 1, {EnvelopeReader.MaxPayload + 1})";
}
