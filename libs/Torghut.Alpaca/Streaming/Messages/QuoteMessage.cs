namespace Torghut.Alpaca.Streaming;

/// <summary>Best bid and offer; a price of 0 means that the side has no active quote.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct QuoteMessage(
    string Symbol,
    double BidPrice,
    double BidSize,
    string BidExchange,
    double AskPrice,
    double AskSize,
    string AskExchange,
    IReadOnlyList<string> Conditions,
    string Tape,
    long TimestampNanos);
