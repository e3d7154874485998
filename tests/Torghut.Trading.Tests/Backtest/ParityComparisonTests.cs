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
        Assert.That(Cause(Base with { Order = "" }, Base), Is.EqualTo(ParityCause.Clock), "expired before it was judged");
    }

    [Test]
    public void Compare_MissingWhileItDidNotRun_IsARestartGap()
    {
        var later = Base with { Hash = "later", SignalAt = At.AddHours(2) };
        var comparison = new ParityComparison([new ServiceGap(At.AddSeconds(30), At.AddHours(1))], TimeSpan.FromMinutes(2));
        Assert.That(comparison.Compare([later], [Base, later]).Single(), Is.EqualTo(new ParityDifference("h", "missing", ParityCause.RestartGap, "dip AAPL")));
        var within = Base with { SignalAt = At.AddMinutes(30) };
        Assert.That(comparison.Compare([later], [within, later]).Single().Cause, Is.EqualTo(ParityCause.RestartGap));
        var before = Base with { SignalAt = At.AddMinutes(-5) };
        Assert.That(comparison.Compare([later], [before, later]).Single().Cause, Is.EqualTo(ParityCause.LateData));
    }

    /// <summary>Before its first start a service did not run, and nothing says since when.</summary>
    [Test]
    public void Compare_BeforeTheFirstStart_IsARestartGap()
    {
        var comparison = new ParityComparison([new ServiceGap(DateTimeOffset.MinValue, At.AddMinutes(1))], TimeSpan.FromMinutes(2));
        var later = Base with { Hash = "later", SignalAt = At.AddHours(2) };
        Assert.That(comparison.Compare([later], [Base, later]).Single().Cause, Is.EqualTo(ParityCause.RestartGap));
        var forever = new ParityComparison([new ServiceGap(At.AddMinutes(-1), DateTimeOffset.MaxValue)], TimeSpan.FromMinutes(2));
        Assert.That(forever.Compare([later], [Base, later]).Single().Cause, Is.EqualTo(ParityCause.RestartGap));
    }

    /// <summary>What is read after a gap is judged later than it would have been.</summary>
    [TestCase("stale_signal", "qty=5", ParityCause.RestartGap)]
    [TestCase("price_collar_breached", "qty=5", ParityCause.RestartGap)]
    [TestCase("kill_switch_enabled", "qty=5", ParityCause.ManualAction)]
    [TestCase("duplicate_decision", "qty=5", ParityCause.Unknown)]
    [TestCase(null, "qty=6", ParityCause.RestartGap)]
    [TestCase(null, "", ParityCause.RestartGap)]
    public void Compare_DifferentInAGap_IsOfTheGapUnlessSomebodyDidIt(string? reason, string order, object cause)
    {
        var comparison = new ParityComparison([new ServiceGap(At.AddMinutes(-1), At.AddMinutes(1))], TimeSpan.FromMinutes(2));
        var live = Base with { Reasons = reason is null ? [] : [reason], Order = order };
        Assert.That(comparison.Compare([live], [Base]).Single().Cause, Is.EqualTo((ParityCause)cause));
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
