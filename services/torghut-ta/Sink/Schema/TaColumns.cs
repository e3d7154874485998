namespace Torghut.Ta.Sink.Schema;

/// <summary>Names and types of the columns, in the order that rows are written.</summary>
internal static class TaColumns
{
    private const string Instant = "DateTime64(3, 'UTC')";
    private const string Number = "Float64";
    private const string OptionalNumber = "Nullable(Float64)";
    private const string Word = "LowCardinality(String)";

    private static readonly (string Name, string Type)[] Head =
    [
        ("symbol", Word),
        ("event_ts", Instant),
        ("seq", "UInt64"),
        ("ingest_ts", Instant),
        ("is_final", "UInt8"),
        ("source", Word),
        ("window_size", Word),
        ("window_step", Word),
        ("window_start", Instant),
        ("window_end", Instant),
        ("version", "UInt32"),
    ];

    private static readonly string[] Indicators =
    [
        "macd", "macd_signal", "macd_hist", "ema12", "ema26", "rsi14", "boll_mid", "boll_upper", "boll_lower", "vwap_session", "vwap_w5m",
        "imbalance_spread", "imbalance_bid_px", "imbalance_ask_px", "imbalance_bid_sz", "imbalance_ask_sz", "vol_realized_w60s",
    ];

    /// <summary>Of <c>ta_microbars</c>.</summary>
    public static IReadOnlyList<(string Name, string Type)> Microbars { get; } =
        [.. Head, ("o", Number), ("h", Number), ("l", Number), ("c", Number), ("v", Number), ("vwap", OptionalNumber), ("count", "UInt64")];

    /// <summary>Of <c>ta_signals</c>.</summary>
    public static IReadOnlyList<(string Name, string Type)> Signals { get; } = [.. Head, .. Indicators.Select(name => (name, OptionalNumber))];

    /// <summary>For an insert of <see cref="MicrobarRow"/>s.</summary>
    public static IReadOnlyList<string> MicrobarNames { get; } = [.. Microbars.Select(column => column.Name)];

    /// <summary>For an insert of <see cref="SignalRow"/>s.</summary>
    public static IReadOnlyList<string> SignalNames { get; } = [.. Signals.Select(column => column.Name)];
}
