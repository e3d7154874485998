namespace Torghut.Alpaca.Streaming;

/// <summary>Limit-up, limit-down price bands.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct LuldMessage(string Symbol, double LimitUp, double LimitDown, string Indicator, string Tape, long TimestampNanos);
