namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Market time and session as the trading service tells them, or as this machine estimates them.</summary>
/// <param name="Now">Market time.</param>
/// <param name="IsOpen">Whether the regular session is running.</param>
/// <param name="Source">Who says so.</param>
internal sealed record MarketClock(DateTimeOffset Now, bool IsOpen, string Source)
{
    /// <summary>Whose clock it is.</summary>
    public const string Venue = "alpaca";
}
