namespace Torghut.Alpaca.Streaming;

/// <summary>A symbol's trading status changed; the meaning of the codes depends on the tape.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct StatusMessage(
    string Symbol, string StatusCode, string StatusText, string ReasonCode, string ReasonText, string Tape, long TimestampNanos);
