using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Every difference between live and backtest has one cause of a closed list.</summary>
public sealed class ParityComparisonTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly ComparedDecision Base = new("h", "dip", "AAPL", At, "macd_rsi 1", "f", [], "qty=5");

    [Test]
    public void Compare_Same_NoDifference() => Assert.That(new ParityComparison([], TimeSpan.FromMinutes(2)).Compare([Base], [Base]), Is.Empty);

    [TestCase("kill_switch_enabled", ParityCause.ManualAction)]
    [TestCase("symbol_not_allowed", ParityCause.Universe)]
    [TestCase("stale_signal", ParityCause.Clock)]
    [TestCase("cooldown_active", ParityCause.Fill)]
    [TestCase("price_unconfirmed", ParityCause.LateData)]
    [TestCase("strategy_disabled", ParityCause.Configuration)]
    [TestCase("duplicate_decision", ParityCause.Unknown)]
    public void Compare_OtherReasons_CauseOfTheReason(string reason, object cause) =>
        Assert.That(Cause(Base with { Reasons = [reason] }, Base), Is.EqualTo((ParityCause)cause));

    [Test]
    public void Compare_OtherThings_CauseOfEach()
    {
        Assert.That(Cause(Base with { Configuration = "macd_rsi 2" }, Base), Is.EqualTo(ParityCause.Configuration));
        Assert.That(Cause(Base with { FeatureHash = "g" }, Base), Is.EqualTo(ParityCause.LateData));
        Assert.That(Cause(Base with { Order = "qty=6" }, Base), Is.EqualTo(ParityCause.Fill));
    }

    [Test]
    public void Compare_MissingAroundAStart_IsARestartGap()
    {
        var later = Base with { Hash = "later", SignalAt = At.AddMinutes(5) };
        var comparison = new ParityComparison([At.AddSeconds(30)], TimeSpan.FromMinutes(2));
        Assert.That(comparison.Compare([later], [Base, later]).Single(), Is.EqualTo(new ParityDifference("h", "missing", ParityCause.RestartGap, "dip AAPL")));
    }

    [Test]
    public void Compare_MissingOrExtra_SaysWhy()
    {
        var comparison = new ParityComparison([], TimeSpan.FromMinutes(2));
        var before = Base with { Hash = "before", SignalAt = At.AddMinutes(-5) };
        var after = Base with { Hash = "after", SignalAt = At.AddMinutes(5) };
        Assert.That(comparison.Compare([before, after], [before, Base, after]).Single().Cause, Is.EqualTo(ParityCause.LateData));
        Assert.That(comparison.Compare([before, after], [before, after, Base with { Strategy = "new" }]).Single().Cause, Is.EqualTo(ParityCause.Configuration));
        Assert.That(comparison.Compare([before, after], [before, after, Base with { Symbol = "IBM" }]).Single().Cause, Is.EqualTo(ParityCause.Universe));
        Assert.That(comparison.Compare([before, Base], [before]).Single(), Is.EqualTo(new ParityDifference("h", "extra", ParityCause.LateData, "dip AAPL")));
    }

    private static ParityCause Cause(ComparedDecision live, ComparedDecision backtest) =>
        new ParityComparison([], TimeSpan.FromMinutes(2)).Compare([live], [backtest]).Single().Cause;
}
