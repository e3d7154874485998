namespace Torghut.Alpaca.Data;

/// <summary>A historical bar.</summary>
/// <param name="TimestampNanos">Left edge, nanoseconds since the Unix epoch, UTC.</param>
/// <param name="TradeCount">Trades that add volume.</param>
/// <param name="Vwap">Null when the source omits it.</param>
public readonly record struct AlpacaBar(
    string Symbol, long TimestampNanos, double Open, double High, double Low, double Close, double Volume, long TradeCount, double? Vwap);
