using Torghut.Ops.TradingHistory.Explanations;
using Torghut.Ops.TradingHistory.NoTrades;

namespace Torghut.Ops.Tests.TradingHistory;

public sealed class NoTradeReasonsTests
{
    /// <summary>A moment of a session at which nothing stood against a trade.</summary>
    private static readonly NoTradeEvidence Free = new(
        "paper", "AAPL", null, Decisions.At, NoTradeSession.At(Decisions.At), [new StrategyState("trend", true, true, null, null)], [], [],
        new SignalCount(60, Decisions.At, null), new LastTick(Decisions.At, Decisions.At, "ok", null, Decisions.At, null), true);

    [Test]
    public void Of_NothingStoodAgainstIt_TheConditionsWereNotMet() => Assert.That(Codes(Free), Is.EqualTo(new[] { "conditions_not_met" }));

    [Test]
    public void Of_NobodyKnowsTheSignals_SaysThatThereMayHaveBeenNone() =>
        Assert.That(NoTradeReasons.Of(Free with { Signals = new SignalCount(null, null, "away") })[0].Text, Does.Contain("or there was no signal"));

    [TestCase("2026-08-02T14:00:00Z", "weekend")]
    [TestCase("2026-09-07T14:00:00Z", "holiday")]
    [TestCase("2026-08-03T13:29:59Z", "before its opening")]
    [TestCase("2026-11-27T18:00:00Z", "after its close")]
    public void Of_OutsideOfASession_SaysWhichKind(string at, string expected)
    {
        var moment = DateTimeOffset.Parse(at, System.Globalization.CultureInfo.InvariantCulture);
        var reason = NoTradeReasons.Of(Free with { At = moment, Session = NoTradeSession.At(moment) }).Single();
        Assert.That((reason.Code, reason.Source), Is.EqualTo(("market_closed", "calendar")));
        Assert.That(reason.Text, Does.Contain(expected));
    }

    [Test]
    public void Of_DecisionThatWasStopped_EveryReasonComesFirst()
    {
        var stopped = Decisions.Item("rejected", "missing_price", "missing_price", "stale_signal");
        Assert.That(
            Codes(Free with { Decisions = [stopped], Signals = new SignalCount(0, null, null) }),
            Is.EqualTo(new[] { "missing_price", "stale_signal", "no_signals_in_window" }));
    }

    [Test]
    public void Of_DecisionWithoutAReason_IsNamedWithItsState() =>
        Assert.That(Codes(Free with { Decisions = [Decisions.Item("submitted")] }), Is.EqualTo(new[] { "decision_submitted" }));

    [TestCase(true, -60, null, true)]
    [TestCase(true, 60, null, false, Description = "it was engaged later")]
    [TestCase(false, -60, 10, true)]
    [TestCase(false, -60, -10, false)]
    public void Of_Latch_CountsWhereItStoodThen(bool engaged, int engagedSeconds, int? releasedSeconds, bool expected)
    {
        var latch = new LatchState(
            "emergency_stop", engaged, "test", "ann", Decisions.At.AddSeconds(engagedSeconds), releasedSeconds is { } seconds
                ? Decisions.At.AddSeconds(seconds) : null);
        Assert.That(Codes(Free with { Latches = [latch] }).Contains("latch_emergency_stop"), Is.EqualTo(expected));
    }

    [Test]
    public void Of_EveryWatchingStrategyIsOff_EachIsNamed()
    {
        StrategyState[] off =
            [new("a", false, true, null, null), new("b", true, true, Decisions.At, "too many entries"), new("c", true, false, null, null)];
        Assert.That(Codes(Free with { Strategies = off }), Is.EqualTo(new[] { "strategy_disabled", "strategy_suspended" }));
        Assert.That(Codes(Free with { Strategies = [.. off, new("d", true, true, null, null)] }), Is.EqualTo(new[] { "conditions_not_met" }), "one could act");
    }

    [Test]
    public void Of_NobodyWatchesTheSymbol_SaysSo()
    {
        Assert.That(Codes(Free with { Strategies = [new StrategyState("a", true, false, null, null)] }), Is.EqualTo(new[] { "symbol_not_watched" }));
        Assert.That(Codes(Free with { Strategies = [], Strategy = "typo" }), Is.EqualTo(new[] { "strategy_unknown" }));
        Assert.That(Codes(Free with { IsInUniverse = false }), Is.EqualTo(new[] { "symbol_not_in_universe" }));
        Assert.That(Codes(Free with { IsInUniverse = null }), Is.EqualTo(new[] { "conditions_not_met" }));
    }

    [TestCase(0, "no_signals", "cursor_tail_stable", "cursor_tail_stable")]
    [TestCase(0, "no_lease", null, "no_lease")]
    [TestCase(0, "ok", null, "conditions_not_met")]
    [TestCase(600, "no_lease", null, "conditions_not_met")]
    public void Of_LastTick_CountsOnlyNearTheMoment(int seconds, string outcome, string? noSignal, string expected) => Assert.That(
        Codes(Free with { LastTick = new LastTick(Decisions.At.AddSeconds(seconds), null, outcome, noSignal, null, null) }), Is.EqualTo(new[] { expected }));

    private static IEnumerable<string> Codes(NoTradeEvidence seen) => NoTradeReasons.Of(seen).Select(reason => reason.Code);
}
