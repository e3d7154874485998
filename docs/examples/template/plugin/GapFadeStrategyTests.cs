using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Strategies;

/// <summary>What a strategy's tests hold: what it does on either side of each threshold, without a feature, and what an evaluation costs.</summary>
public sealed class GapFadeStrategyTests
{
    private static readonly GapFadeStrategy Strategy = new();

    [TestCase(99.5, 34.9, OrderSide.Buy, Description = "at the gap, below the RSI")]
    [TestCase(99.5, 35, null)]
    [TestCase(99.51, 20, null)]
    [TestCase(100.5, 50, OrderSide.Sell)]
    [TestCase(100.49, 50, null)]
    public void Evaluate_AtTheThresholds_DecidesAsDescribed(double price, double rsi, object? expected) =>
        Assert.That(Evaluate(Features(price, rsi))?.Action, Is.EqualTo((OrderSide?)expected));

    [Test]
    public void Evaluate_OtherParameters_AreObeyed() =>
        Assert.That(Evaluate(Features(99, 36), new() { ["buy_rsi_below"] = 40, ["min_gap_pct"] = 1 })?.Action, Is.EqualTo(OrderSide.Buy));

    [Test]
    public void Evaluate_FeatureMissing_DoesNothing()
    {
        var all = Features(90, 10);
        Assert.That(Evaluate(all), Is.Not.Null);
        foreach (var without in new[] { all with { VwapSession = null }, all with { Ema12 = null }, all with { Rsi14 = null }, SignalFeatures.Empty })
        {
            Assert.That(Evaluate(without), Is.Null);
        }
    }

    [Test]
    public void Required_Features_AreThoseThatAreRead() =>
        Assert.That(string.Join(' ', Strategy.RequiredFeatures.Select(feature => feature.Name)), Is.EqualTo("vwap_session ema12 rsi14"));

    [Test]
    public void Evaluate_ManyTimes_TakesNoMemory()
    {
        var (features, context) = (Features(99, 20), Context([]));
        Strategy.Evaluate(context, features);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10_000; i++)
        {
            Strategy.Evaluate(context, features);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static SignalFeatures Features(double price, double rsi) => new() { VwapSession = 100, Ema12 = price, Rsi14 = rsi };

    private static StrategyIntent? Evaluate(SignalFeatures features, Dictionary<string, double>? parameters = null) =>
        Strategy.Evaluate(Context(parameters ?? []), features);

    private static StrategyContext Context(Dictionary<string, double> parameters) => new(
        "AAPL", new DateTimeOffset(2026, 2, 6, 15, 0, 0, TimeSpan.Zero), "1Sec", StrategyParameters.Resolve(Strategy.Parameters, parameters));
}
