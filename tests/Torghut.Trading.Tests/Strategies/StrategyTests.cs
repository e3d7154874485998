using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Strategies;

public sealed class StrategyTests
{
    private static readonly SignalFeatures MomentumBuy =
        new() { Macd = 0.10, MacdSignal = 0.05, MacdHist = 0.05, Ema12 = 101, Ema26 = 100, Rsi14 = 57, VolRealizedW60s = 0.005 };

    private static readonly SignalFeatures MomentumSell =
        new() { Macd = -0.10, MacdSignal = -0.02, MacdHist = -0.08, Ema12 = 99, Ema26 = 100, Rsi14 = 70, VolRealizedW60s = 0.005 };

    [TestCase(1.0, 0.5, 34.99, "Buy")]
    [TestCase(1.0, 0.5, 35.0, null)]
    [TestCase(0.5, 0.5, 10.0, null)]
    [TestCase(0.4, 0.5, 65.01, "Sell")]
    [TestCase(0.4, 0.5, 65.0, null)]
    [TestCase(null, 0.5, 10.0, null)]
    [TestCase(1.0, null, 10.0, null)]
    [TestCase(1.0, 0.5, null, null)]
    public void MacdRsi_Features_Action(double? macd, double? signal, double? rsi, string? expected) =>
        Assert.That(Run("macd_rsi", new SignalFeatures { Macd = macd, MacdSignal = signal, Rsi14 = rsi })?.Action.ToString(), Is.EqualTo(expected));

    [Test]
    public void MacdRsi_Buy_NamesItsConditions() =>
        Assert.That(
            Run("macd_rsi", new SignalFeatures { Macd = 1, MacdSignal = 0, Rsi14 = 20 })!.Rationale,
            Is.EqualTo(new[] { "macd_cross_up", "rsi_oversold" }));

    [Test]
    public void Tsmom_AllConditionsHold_Buys() => Assert.That(Run("intraday_tsmom", MomentumBuy)?.Action, Is.EqualTo(OrderSide.Buy));

    [Test]
    public void Tsmom_AllConditionsHold_Sells() => Assert.That(Run("intraday_tsmom", MomentumSell)?.Action, Is.EqualTo(OrderSide.Sell));

    [TestCase(0.0400, true)]
    [TestCase(0.0399, false)]
    public void Tsmom_Histogram_MinimumInclusive(double hist, bool buys) => Buys(MomentumBuy with { MacdHist = hist }, buys);

    [TestCase(51.99, false)]
    [TestCase(52, true)]
    [TestCase(62, true)]
    [TestCase(62.01, false)]
    public void Tsmom_Rsi_BandInclusive(double rsi, bool buys) => Buys(MomentumBuy with { Rsi14 = rsi }, buys);

    [TestCase(null, true)]
    [TestCase(0.0009, false)]
    [TestCase(0.001, true)]
    [TestCase(0.012, true)]
    [TestCase(0.0121, false)]
    public void Tsmom_Volatility_NullOrBand(double? volatility, bool buys) => Buys(MomentumBuy with { VolRealizedW60s = volatility }, buys);

    [TestCase(65.99, false)]
    [TestCase(66, true)]
    public void Tsmom_SellRsi_MinimumInclusive(double rsi, bool sells) => Sells(MomentumSell with { Rsi14 = rsi }, sells);

    [TestCase(0.0, 0.0599, false)]
    [TestCase(0.0, 0.06, true)]
    public void Tsmom_SellSpread_MinimumInclusive(double macd, double signal, bool sells) =>
        Sells(MomentumSell with { Macd = macd, MacdSignal = signal }, sells);

    [Test]
    public void Evaluate_RequiredFeatureMissing_NoIntent()
    {
        foreach (var type in StrategyRegistry.Types.Where(type => StrategyRegistry.Find(type) is not null))
        {
            Assert.That(Run(type, SignalFeatures.Empty), Is.Null, type);
        }
    }

    [Test]
    public void ParameterHash_DefaultWrittenOut_SameAsLeftOut()
    {
        var definitions = StrategyRegistry.Find("macd_rsi")!.Parameters;
        var written = StrategyParameters.Resolve(definitions, new Dictionary<string, double> { ["buy_rsi_below"] = 35 });
        var changed = StrategyParameters.Resolve(definitions, new Dictionary<string, double> { ["buy_rsi_below"] = 36 });
        Assert.That(written.Hash, Is.EqualTo(StrategyParameters.Resolve(definitions, new Dictionary<string, double>()).Hash));
        Assert.That(changed.Hash, Is.Not.EqualTo(written.Hash));
    }

    [Test]
    public void FeatureHash_NullAndZero_Differ() =>
        Assert.That(new SignalFeatures { Macd = 0 }.Hash(), Is.Not.EqualTo(SignalFeatures.Empty.Hash()));

    private static void Buys(SignalFeatures features, bool expected) =>
        Assert.That(Run("intraday_tsmom", features)?.Action == OrderSide.Buy, Is.EqualTo(expected));

    private static void Sells(SignalFeatures features, bool expected) =>
        Assert.That(Run("intraday_tsmom", features)?.Action == OrderSide.Sell, Is.EqualTo(expected));

    private static StrategyIntent? Run(string type, SignalFeatures features)
    {
        var plugin = StrategyRegistry.Find(type)!;
        var parameters = StrategyParameters.Resolve(plugin.Parameters, new Dictionary<string, double>());
        return plugin.Evaluate(new StrategyContext("AAPL", DateTimeOffset.UnixEpoch, "1Sec", parameters), features);
    }
}
