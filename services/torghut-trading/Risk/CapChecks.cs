using Torghut.Trading.Strategies;

namespace Torghut.Trading.Risk;

/// <summary>Size of the order and of the exposure it leads to.</summary>
internal static class CapChecks
{
    public static void Collect(RiskInput input, Exposure exposure, ref ReasonSet reasons)
    {
        var limits = input.Limits;
        reasons.AddIf(input.Order.Qty <= 0 || (exposure.Opens && input.Order.Qty < limits.MinQty), "qty_below_min");
        if (!exposure.Opens)
        {
            return;
        }

        reasons.AddIf(
            limits.MaxParticipation is { } share && input.Order.Qty > share * input.Market.RecentVolume.GetValueOrDefault(),
            "participation_exceeds_max");
        if (Price(input) is not { } price)
        {
            return;
        }

        var notional = input.Order.Qty * price;
        reasons.AddIf(notional > Lower(limits.MaxNotional, input.Strategy.MaxNotional), "max_notional_exceeded");
        reasons.AddIf(notional < limits.MinNotional, "min_notional_not_met");
        CollectExposure(input, exposure, price, ref reasons);
        if (input.Account is { } account)
        {
            CollectAccount(input, account, exposure, price, ref reasons);
        }
    }

    private static void CollectExposure(RiskInput input, Exposure exposure, decimal price, ref ReasonSet reasons)
    {
        var (limits, portfolio) = (input.Limits, input.Portfolio);
        var symbol = Math.Abs(exposure.After) * price;
        var net = (input.Order.Side == OrderSide.Buy ? portfolio.OtherNetLong : portfolio.OtherNetShort) + (exposure.After * price);
        reasons.AddIf(symbol > limits.MaxSymbolExposure, "max_symbol_exposure_exceeded");
        reasons.AddIf(portfolio.OtherGross + symbol > limits.MaxGrossExposure, "max_gross_exposure_exceeded");
        reasons.AddIf(Math.Abs(net) > limits.MaxNetExposure, "max_net_exposure_exceeded");
        reasons.AddIf(portfolio.OtherPositions + 1 > limits.MaxPositions, "max_positions_exceeded");
    }

    private static void CollectAccount(RiskInput input, AccountView account, Exposure exposure, decimal price, ref ReasonSet reasons)
    {
        var symbol = Math.Abs(exposure.After) * price;
        var share = Lower(input.Limits.MaxPositionPct, input.Strategy.MaxPositionPct);
        reasons.AddIf(share is { } cap && symbol > cap * account.Equity, "max_position_pct_exceeded");
        reasons.AddIf(exposure.OpeningQty * price > account.BuyingPower, "insufficient_buying_power");
    }

    /// <summary>The dearer of last price and limit: what the order may cost, and what an existing position is worth at least to a cap.</summary>
    private static decimal? Price(RiskInput input) =>
        input.Market.Price is not { } last || last <= 0 ? null : Math.Max(last, input.Order.LimitPrice.GetValueOrDefault());

    private static decimal? Lower(decimal? a, decimal? b) => a is { } x && b is { } y ? Math.Min(x, y) : a ?? b;
}
