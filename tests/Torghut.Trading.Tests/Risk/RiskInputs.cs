using Torghut.Trading.Account;
using Torghut.Trading.Risk;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Risk;

/// <summary>An input that is approved, to be spoiled one value at a time: a buy of 10 shares at 100 USD with 100,000 USD of equity.</summary>
internal static class RiskInputs
{
    public static RiskInput Good { get; } = new(
        new SwitchView(true, TradingMode.Paper, false, false, false, TradingState.Active, false, true, false),
        new StrategyView(true, false, true, false, null, null, null),
        new ProposedOrder("AAPL", OrderSide.Buy, 10, 100),
        new MarketView(100, TimeSpan.FromSeconds(1), true, true, true, 10_000),
        new AccountView(100_000, 200_000, 0, false),
        new PortfolioView(0, 0, 0, 0, 0, 0, 0),
        new ThrottleView(null, 0, false),
        new RiskLimits());

    public static RiskInput WithLimits(Func<RiskLimits, RiskLimits> change) => Good with { Limits = change(Good.Limits) };

    public static RiskInput Sell(this RiskInput input, decimal qty) => input with { Order = input.Order with { Side = OrderSide.Sell, Qty = qty } };

    public static RiskInput Holding(this RiskInput input, decimal qty) => input with { Portfolio = input.Portfolio with { PositionQty = qty } };
}
