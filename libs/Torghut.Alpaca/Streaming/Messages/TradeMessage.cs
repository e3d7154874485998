namespace Torghut.Alpaca.Streaming;

/// <summary>A trade print.</summary>
/// <param name="Id">Unique within symbol, day and exchange only.</param>
/// <param name="Price">US dollars, greater than 0.</param>
/// <param name="Size">Shares, at least 0.</param>
/// <param name="Exchange">Venue code; empty when the feed has none.</param>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
public readonly record struct TradeMessage(
    string Symbol, long Id, double Price, double Size, string Exchange, IReadOnlyList<string> Conditions, string Tape, long TimestampNanos);
