using FsCheck;
using FsCheck.Fluent;
using Torghut.Trading.Account;
using Torghut.Trading.Risk;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Risk;

/// <summary>Random but plausible inputs: small numbers around the limits, so that both sides of each are hit often.</summary>
internal static class RiskGen
{
    private static Gen<bool> Mostly(bool value) => Gen.Frequency((9, Gen.Constant(value)), (1, Gen.Constant(!value)));

    private static Gen<decimal> Between(int from, int to) => Gen.Choose(from, to).Select(n => (decimal)n);

    private static Gen<decimal?> Maybe(int from, int to) => Gen.OneOf(Gen.Constant((decimal?)null), Between(from, to).Select(n => (decimal?)n));

    public static Gen<RiskLimits> Limits { get; } =
        from notional in Maybe(500, 3_000)
        from least in Maybe(1, 600)
        from symbol in Maybe(500, 4_000)
        from gross in Maybe(1_000, 8_000)
        from net in Maybe(500, 5_000)
        from positions in Maybe(1, 6)
        from pct in Maybe(1, 5)
        from shorts in Gen.Elements(true, false)
        from cooldown in Gen.Choose(0, 60)
        from collar in Maybe(1, 10)
        from rate in Maybe(1, 6)
        from loss in Maybe(100, 1_000)
        from part in Maybe(1, 20)
        from deviation in Maybe(1, 10)
        from shares in Maybe(5, 25)
        select new RiskLimits
        {
            MaxNotional = notional,
            MinNotional = least,
            MaxSymbolExposure = symbol,
            MaxGrossExposure = gross,
            MaxNetExposure = net,
            MaxPositions = (int?)positions,
            MaxPositionPct = pct / 100,
            AllowShorts = shorts,
            Cooldown = TimeSpan.FromSeconds(cooldown),
            PriceCollar = collar / 100,
            MaxOrdersPerMinute = (int?)rate,
            DailyLossLimit = loss,
            MaxParticipation = part / 100,
            MaxPriceDeviation = deviation / 100,
            MaxShares = shares,
        };

    private static Gen<SwitchView> Switches { get; } =
        from enabled in Mostly(true)
        from live in Mostly(false)
        from flag in Gen.Elements(true, false)
        from kill in Mostly(false)
        from stop in Mostly(false)
        from state in Gen.Frequency((6, Gen.Constant(TradingState.Active)), (3, Gen.Constant(TradingState.Reducing)), (1, Gen.Constant(TradingState.Halted)))
        from unknown in Mostly(false)
        from reconciled in Mostly(true)
        from external in Mostly(false)
        select new SwitchView(enabled, live ? TradingMode.Live : TradingMode.Paper, flag, kill, stop, state, unknown, reconciled, external);

    private static Gen<PortfolioView> Portfolio { get; } =
        from position in Between(-20, 20)
        from buys in Gen.Frequency((3, Gen.Constant(0m)), (1, Between(0, 10)))
        from sells in Gen.Frequency((3, Gen.Constant(0m)), (1, Between(0, 10)))
        from gross in Between(0, 5_000)
        from longs in Between(-2_000, 2_000)
        from spread in Between(0, 500)
        from others in Gen.Choose(0, 5)
        select new PortfolioView(position, buys, sells, gross, longs, longs - spread, others);

    public static Gen<RiskInput> Input { get; } =
        from switches in Switches
        from portfolio in Portfolio
        from limits in Limits
        from enabled in Mostly(true)
        from allowed in Mostly(true)
        from side in Gen.Elements(OrderSide.Buy, OrderSide.Sell)
        from qty in Between(0, 25)
        from price in Between(90, 110)
        from limit in Maybe(90, 110)
        from age in Gen.Choose(0, 140)
        from volume in Maybe(50, 5_000)
        from power in Between(0, 4_000)
        from loss in Between(-500, 1_200)
        from since in Maybe(0, 90)
        from orders in Gen.Choose(0, 6)
        from open in Mostly(true)
        from recent in Maybe(80, 120)
        from close in Maybe(80, 120)
        from quote in Maybe(80, 120)
        from trade in Maybe(80, 120)
        from streamed in Maybe(80, 120)
        from average in Maybe(80, 120)
        select new RiskInput(
            switches,
            new StrategyView(enabled, false, allowed, false, null, null, null),
            new ProposedOrder("AAPL", side, qty, limit),
            new MarketView(price, TimeSpan.FromSeconds(age), open, true, true, volume)
            {
                Others = new OtherPrices(recent, close, quote, trade) { Streamed = streamed, Average = average },
            },
            new AccountView(100_000, power, loss, false),
            portfolio,
            new ThrottleView(since is { } s ? TimeSpan.FromSeconds((double)s) : null, orders, false),
            limits);
}
