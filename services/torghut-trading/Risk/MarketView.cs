namespace Torghut.Trading.Risk;

/// <summary>The market as far as an order is judged by it.</summary>
/// <param name="Price">Last price, USD; null when there is none recent enough.</param>
/// <param name="SignalAge">Market time minus the signal's event time.</param>
/// <param name="IsOpen">The session is open by the broker's clock.</param>
/// <param name="Tradable">The broker trades the asset.</param>
/// <param name="Shortable">The broker lends the asset.</param>
/// <param name="RecentVolume">Shares traded over the price look-back; null when unknown.</param>
internal sealed record MarketView(decimal? Price, TimeSpan SignalAge, bool IsOpen, bool Tradable, bool Shortable, decimal? RecentVolume)
{
    /// <summary>What other sources say that the symbol costs.</summary>
    public OtherPrices Others { get; init; } = OtherPrices.None;
}
