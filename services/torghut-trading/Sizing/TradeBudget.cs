namespace Torghut.Trading.Sizing;

/// <summary>The per-trade budget: the lower of the strategy's two limits, else the one that is set, else the service's default, else a share count.</summary>
internal static class TradeBudget
{
    /// <summary>Whole shares, rounded down, at least 1: a budget below one share's price is left to the risk engine's cap to refuse.</summary>
    public static SizingStep Of(SizingInput input, SizingLimits limits)
    {
        var share = input.StrategyMaxPositionPct is { } pct && input.Equity is { } equity ? pct * equity : (decimal?)null;
        var (name, budget) = (input.StrategyMaxNotional, share, limits.DefaultMaxNotional) switch
        {
            ({ } notional, { } part, _) when part < notional => (SizingCaps.StrategyEquityShare, part),
            ({ } notional, _, _) => (SizingCaps.StrategyNotional, notional),
            (null, { } part, _) => (SizingCaps.StrategyEquityShare, part),
            (null, null, { } fallback) => (SizingCaps.DefaultNotional, fallback),
            _ => (SizingCaps.DefaultQty, limits.DefaultQty),
        };
        var shares = name == SizingCaps.DefaultQty ? budget : budget / input.Price;
        return new SizingStep(name, budget, Math.Max(1, Math.Floor(shares)));
    }
}
