namespace Torghut.Trading.Risk;

/// <summary>Price, freshness, session, asset and account.</summary>
internal static class MarketChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var market = input.Market;
        reasons.AddIf(market.Price is not > 0, RiskReason.MissingPrice);
        reasons.AddIf(market.SignalAge > input.Limits.MaxSignalAge, RiskReason.StaleSignal);
        reasons.AddIf(!market.IsOpen, RiskReason.MarketClosed);
        reasons.AddIf(!market.Tradable || (exposure.OpensShort && !market.Shortable), RiskReason.AssetNotTradable);
        reasons.AddIf(exposure.OpensShort && !input.Limits.AllowShorts, RiskReason.ShortsNotAllowed);
        reasons.AddIf(input.Account is null, RiskReason.AccountUnavailable);
        reasons.AddIf(input.Account is { Blocked: true }, RiskReason.AccountBlocked);
        reasons.AddIf(BreaksCollar(input), RiskReason.PriceCollarBreached);
    }

    private static bool BreaksCollar(RiskInput input) =>
        input.Limits.PriceCollar is { } collar
        && input.Order.LimitPrice is { } limit
        && input.Market.Price is { } price
        && Math.Abs(limit - price) > collar * price;
}
