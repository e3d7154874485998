namespace Torghut.Trading.Risk;

/// <summary>Price, freshness, session, asset and account.</summary>
internal static class MarketChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var market = input.Market;
        reasons.AddIf(market.Price is not > 0, "missing_price");
        reasons.AddIf(market.SignalAge > input.Limits.MaxSignalAge, "stale_signal");
        reasons.AddIf(!market.IsOpen, "market_closed");
        reasons.AddIf((exposure.Opens && !market.Tradable) || (exposure.OpensShort && !market.Shortable), "asset_not_tradable");
        reasons.AddIf(exposure.OpensShort && !input.Limits.AllowShorts, "shorts_not_allowed");
        reasons.AddIf(input.Account is null, "account_unavailable");
        reasons.AddIf(input.Account is { Blocked: true }, "account_blocked");
        reasons.AddIf(BreaksCollar(input), "price_collar_breached");
    }

    private static bool BreaksCollar(RiskInput input) =>
        input.Limits.PriceCollar is { } collar
        && input.Order.LimitPrice is { } limit
        && input.Market.Price is { } price
        && Math.Abs(limit - price) > collar * price;
}
