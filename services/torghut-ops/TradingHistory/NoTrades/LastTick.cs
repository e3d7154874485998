namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>What the loop says of its last tick.</summary>
/// <param name="At">When it was, by the service's clock.</param>
/// <param name="MarketTime">What the broker's clock said then; null when it was not heard.</param>
/// <param name="Missing">Why nothing is known; null when something is.</param>
internal sealed record LastTick(
    DateTimeOffset? At, DateTimeOffset? MarketTime, string? Outcome, string? NoSignalReason, DateTimeOffset? NewestSignal, string? Missing)
{
    public static LastTick Unknown(string why) => new(null, null, null, null, null, why);
}
