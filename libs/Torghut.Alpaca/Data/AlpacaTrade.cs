namespace Torghut.Alpaca.Data;

/// <summary>A historical trade.</summary>
/// <param name="TimestampNanos">Nanoseconds since the Unix epoch, UTC.</param>
/// <param name="Update">Null, or <c>canceled</c>, <c>incorrect</c>, <c>corrected</c>.</param>
public readonly record struct AlpacaTrade(
    string Symbol, long TimestampNanos, long Id, double Price, double Size, string Exchange, IReadOnlyList<string> Conditions, string Tape, string? Update);
