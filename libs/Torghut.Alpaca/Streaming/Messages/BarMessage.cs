namespace Torghut.Alpaca.Streaming;

/// <summary>A bar that the broker aggregated.</summary>
/// <param name="Kind">Which of the three bar channels it came on.</param>
/// <param name="Vwap">Null when the feed omits it.</param>
/// <param name="TimestampNanos">Left edge, nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct BarMessage(
    BarKind Kind,
    string Symbol,
    double Open,
    double High,
    double Low,
    double Close,
    double Volume,
    long TradeCount,
    double? Vwap,
    long TimestampNanos);
