namespace Torghut.Trading.Risk;

/// <summary>
/// What an order costs is never judged by one source alone: one mistaken or forged bar would pass every cap in USD. An exit is not kept by that, unless it
/// would take any price: as a limit order it can wait for a good one.
/// </summary>
internal static class PriceChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        reasons.AddIf(exposure.Opens && input.Order.Qty > input.Limits.MaxShares, "max_shares_exceeded");
        if (input.Limits.MaxPriceDeviation is not { } most || input.Market.Price is not { } price)
        {
            return;
        }

        var confirmed = exposure.Opens
            ? EntryConfirmed(input, exposure, price, most)
            : input.Order.LimitPrice is not null || input.Market.Others.BrokerConfirms(price, most);
        reasons.AddIf(!confirmed, "price_unconfirmed");
    }

    /// <summary>
    /// While the broker says no price, a purchase with a limit may go by what was recorded: it costs at most its limit. What a market order costs and what a
    /// position is worth that is sold short is for the market to say, so both need the broker's word (docs/adr/0023-a-price-has-two-sources.md).
    /// </summary>
    private static bool EntryConfirmed(RiskInput input, Exposure exposure, decimal price, decimal most)
    {
        var others = input.Market.Others;
        var bounded = input.Order.LimitPrice is not null && !exposure.OpensShort;
        return others.HistoryConfirms(price, most)
            && (others.HasBroker || !bounded ? others.BrokerConfirms(price, most) : others.RecordConfirms(price, most));
    }
}
