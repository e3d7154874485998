using Torghut.Contracts;

namespace Torghut.Ta.Sink.Schema;

/// <summary>Names and types of the columns, in the order that rows are written.</summary>
internal static class TaColumns
{
    private const string Instant = "DateTime64(3, 'UTC')";
    private const string Number = "Float64";
    private const string OptionalNumber = "Nullable(Float64)";
    private const string Word = "LowCardinality(String)";
    private const string OptionalPartition = "Nullable(Int32)";
    private const string OptionalOffset = "Nullable(Int64)";

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

    private static readonly (string Name, string Type)[] MicrobarFields =
        [.. Head, ("o", Number), ("h", Number), ("l", Number), ("c", Number), ("v", Number), ("vwap", OptionalNumber), ("count", "UInt64")];

    /// <summary>Why the indicators began anew with a signal; empty where they did not.</summary>
    private static readonly (string Name, string Type) Restart = ("restart", Word);

    private static readonly (string Name, string Type)[] SignalFields = [.. Head, .. Indicators.Select(name => (name, OptionalNumber)), Restart];

    /// <summary>
    /// What both tables end with: the record that a row was made of, and the range of records that it was computed from. Empty or NULL in rows that are
    /// older than the columns.
    /// </summary>
    public static IReadOnlyList<(string Name, string Type)> Origin { get; } =
    [
        ("record_topic", Word),
        ("record_partition", OptionalPartition),
        ("record_offset", OptionalOffset),
        ("lineage_topic", Word),
        ("lineage_partition", OptionalPartition),
        ("lineage_first_offset", OptionalOffset),
        ("lineage_last_offset", OptionalOffset),
    ];

    /// <summary>Columns that tables of earlier versions lack, by table.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<(string Name, string Type)>> Added { get; } =
        new Dictionary<string, IReadOnlyList<(string Name, string Type)>>
        {
            [DerivedTables.Microbars] = Origin,
            [DerivedTables.Signals] = [Restart, .. Origin],
        };

    /// <summary>Of <c>ta_microbars</c>.</summary>
    public static IReadOnlyList<(string Name, string Type)> Microbars { get; } = [.. MicrobarFields, .. Origin];

    /// <summary>Of <c>ta_signals</c>.</summary>
    public static IReadOnlyList<(string Name, string Type)> Signals { get; } = [.. SignalFields, .. Origin];

    /// <summary>For an insert of <see cref="MicrobarRow"/>s.</summary>
    public static IReadOnlyList<string> MicrobarNames { get; } = [.. MicrobarFields.Select(column => column.Name)];

    /// <summary>For an insert of <see cref="SignalRow"/>s.</summary>
    public static IReadOnlyList<string> SignalNames { get; } = [.. SignalFields.Select(column => column.Name)];

    /// <summary>For an insert of rows that end with a <see cref="RowOrigin"/>.</summary>
    public static IReadOnlyList<string> OriginNames { get; } = [.. Origin.Select(column => column.Name)];
}
