namespace Torghut.Alpaca.Trading;

/// <summary>The market's clock, in New York offsets.</summary>
/// <param name="Timestamp">The broker's current time.</param>
/// <param name="IsOpen">Whether the regular session is open.</param>
/// <param name="NextOpen">When it opens next; null when that was not understood.</param>
/// <param name="NextClose">When it closes next; null when that was not understood.</param>
public sealed record AlpacaClock(DateTimeOffset Timestamp, bool IsOpen, DateTimeOffset? NextOpen, DateTimeOffset? NextClose);
