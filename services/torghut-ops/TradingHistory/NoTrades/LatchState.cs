namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>A latch as it was engaged last before a moment, or, where it never was before, as it is now.</summary>
internal sealed record LatchState(string Latch, bool Engaged, string Reason, string Actor, DateTimeOffset EngagedAt, DateTimeOffset? ReleasedAt)
{
    /// <summary>Whether it stood then.</summary>
    public bool StoodAt(DateTimeOffset at) => EngagedAt <= at && (Engaged || ReleasedAt is null || ReleasedAt > at);
}
