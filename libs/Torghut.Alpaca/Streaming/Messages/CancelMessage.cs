namespace Torghut.Alpaca.Streaming;

/// <summary>A trade was withdrawn.</summary>
/// <param name="Action"><c>C</c> cancel or <c>E</c> error.</param>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct CancelMessage(
    string Symbol, long Id, double Price, double Size, string Exchange, string Action, string Tape, long TimestampNanos);
