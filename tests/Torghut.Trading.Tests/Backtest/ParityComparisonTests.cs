using System.Text.Json;
using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Every difference between live and backtest has one cause of a closed list, and none without something written down that speaks for it.</summary>
public sealed class ParityComparisonTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);
    private static readonly SignalRow Row = SignalRowReader.Read(RecordedDayOfSignals.SignalOf("AAPL", 1_800)).Row!;
    private static readonly ComparedDecision Base = new("h", "dip", "AAPL", At, "macd_rsi 1", Row.Features.Hash(), [], "qty=5");
    private static readonly ComparedDecision Before = Base with { Hash = "before", SignalAt = At.AddMinutes(-5) };
    private static readonly ComparedDecision After = Base with { Hash = "after", SignalAt = At.AddMinutes(5) };

    private static readonly StrategyCatalogue Catalogue = Parse("strategies:\n  - {name: dip, type: macd_rsi}\n");

    [Test]
    public void Compare_Same_NoDifference() => Assert.That(Differences([Base], [Base]), Is.Empty);

    [TestCase("kill_switch_enabled", ParityCause.ManualAction)]
    [TestCase("symbol_not_allowed", ParityCause.Universe)]
    [TestCase("stale_signal", ParityCause.Clock)]
    [TestCase("cooldown_active", ParityCause.Fill)]
    [TestCase("price_unconfirmed", ParityCause.LateData)]
    [TestCase("strategy_disabled", ParityCause.Configuration)]
    [TestCase("duplicate_decision", ParityCause.Unknown)]
    public void Compare_OtherReasons_CauseOfTheReason(string reason, object cause) =>
        Assert.That(Cause([Base with { Reasons = [reason] }], [Base]), Is.EqualTo((ParityCause)cause));

    [Test]
    public void Compare_OtherThings_CauseOfEach()
    {
        Assert.That(Cause([Base with { Configuration = "macd_rsi 2" }], [Base]), Is.EqualTo(ParityCause.Configuration));
        Assert.That(Cause([Base with { FeatureHash = "g" }], [Base]), Is.EqualTo(ParityCause.LateData));
        Assert.That(Cause([Base with { Order = "qty=6" }], [Base]), Is.EqualTo(ParityCause.Fill));
        Assert.That(Cause([Base with { Order = "" }], [Base]), Is.EqualTo(ParityCause.Clock), "expired before it was judged");
    }

    /// <summary>That others were decided before and after it says nothing.</summary>
    [Test]
    public void Compare_MissingOrExtraWithoutEvidence_IsUnknown()
    {
        Assert.That(
            Differences([Before, After], [Before, Base, After]).Single(), Is.EqualTo(new ParityDifference("h", "missing", ParityCause.Unknown, "dip AAPL")));
        Assert.That(
            Differences([Before, Base, After], [Before, After]).Single(), Is.EqualTo(new ParityDifference("h", "extra", ParityCause.Unknown, "dip AAPL")));
        Assert.That(Cause([Before], [Before, Base]), Is.EqualTo(ParityCause.Unknown), "nothing says that it ended");
        Assert.That(Cause([After], [Base, After]), Is.EqualTo(ParityCause.Unknown), "nothing says that it had not begun");
    }

    [Test]
    public void Compare_MissingWhileItDidNotRun_IsARestartGap()
    {
        var evidence = new ParityEvidence { Gaps = [new ServiceGap(At.AddSeconds(30), At.AddHours(1))] };
        Assert.That(Cause([], [Base], evidence), Is.EqualTo(ParityCause.RestartGap), "read before it ended, and not decided");
        Assert.That(Cause([], [Base with { SignalAt = At.AddMinutes(30) }], evidence), Is.EqualTo(ParityCause.RestartGap));
        Assert.That(Cause([], [Before], evidence), Is.EqualTo(ParityCause.Unknown));
        Assert.That(Cause([], [Base with { SignalAt = At.AddHours(2) }], evidence), Is.EqualTo(ParityCause.Unknown));
        Assert.That(Cause([Base], [], evidence), Is.EqualTo(ParityCause.Unknown), "nothing is decided more because it did not run");
    }

    /// <summary>Before its first start a service did not run, and nothing says since when; nor does it after its last sign of life.</summary>
    [Test]
    public void Compare_BeforeTheFirstStartOrAfterTheLastSign_IsARestartGap()
    {
        var first = new ParityEvidence { Gaps = [new ServiceGap(DateTimeOffset.MinValue, At.AddMinutes(1))] };
        Assert.That(Cause([], [Base], first), Is.EqualTo(ParityCause.RestartGap));
        var forever = new ParityEvidence { Gaps = [new ServiceGap(At.AddMinutes(-1), DateTimeOffset.MaxValue)] };
        Assert.That(Cause([], [Base], forever), Is.EqualTo(ParityCause.RestartGap));
        Assert.That(Cause([], [Base], new ParityEvidence { LastSign = At.AddSeconds(-1) }), Is.EqualTo(ParityCause.RestartGap));
        Assert.That(Cause([], [Base], new ParityEvidence { LastSign = At }), Is.EqualTo(ParityCause.Unknown));
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
        var evidence = new ParityEvidence { Gaps = [new ServiceGap(At.AddMinutes(-1), At.AddMinutes(1))] };
        Assert.That(Cause([Base with { Reasons = reason is null ? [] : [reason], Order = order }], [Base], evidence), Is.EqualTo((ParityCause)cause));
    }

    [TestCase("strategies:\n  - {name: dip, type: macd_rsi, cooldown_seconds: 5}\n", ParityCause.Unknown)]
    [TestCase("strategies:\n  - {name: dip, type: macd_rsi, params: {buy_rsi_below: 30}}\n", ParityCause.Configuration)]
    [TestCase("strategies:\n  - {name: dip, type: macd_rsi, universe_symbols: [IBM]}\n", ParityCause.Configuration)]
    [TestCase("strategies:\n  - {name: other, type: macd_rsi}\n", ParityCause.Configuration)]
    public void Compare_OtherStrategiesInForce_IsConfiguration(string live, object cause)
    {
        var evidence = new ParityEvidence();
        evidence.Catalogues.Add(DateTimeOffset.MinValue, At.AddHours(-1), StrategyState.Of(Parse(live)));
        Assert.That(Cause([], [Base], evidence), Is.EqualTo((ParityCause)cause));
        Assert.That(Cause([Base], [], evidence), Is.EqualTo((ParityCause)cause));
        Assert.That(Cause([Base with { Strategy = "unknown here" }], []), Is.EqualTo(ParityCause.Configuration));
    }

    /// <summary>Between two snapshots around a change both catalogues may have been in force; long after it only the new one.</summary>
    [TestCase(-10, ParityCause.Configuration)]
    [TestCase(-1, ParityCause.Configuration)]
    [TestCase(1, ParityCause.Configuration)]
    [TestCase(10, ParityCause.Unknown)]
    public void Compare_CatalogueThatChanged_CountsWhileItWasInForce(int minutes, object cause)
    {
        var evidence = new ParityEvidence();
        evidence.Catalogues.Add(DateTimeOffset.MinValue, At.AddHours(-1), StrategyState.Of(Parse("strategies: []\n")));
        evidence.Catalogues.Add(At.AddMinutes(-2), At.AddMinutes(2), StrategyState.Of(Catalogue));
        Assert.That(Cause([], [Base with { SignalAt = At.AddMinutes(minutes) }], evidence), Is.EqualTo((ParityCause)cause));
    }

    [Test]
    public void Compare_SymbolOutsideTheUniverse_IsUniverse()
    {
        var evidence = new ParityEvidence();
        evidence.Universes.Add(DateTimeOffset.MinValue, At.AddHours(-1), new HashSet<string> { "IBM" });
        Assert.That(Cause([], [Base], evidence), Is.EqualTo(ParityCause.Universe));
        Assert.That(Cause([], [Base with { Symbol = "IBM" }], evidence), Is.EqualTo(ParityCause.Unknown));
        Assert.That(Cause([Base], [], universe: ["IBM"]), Is.EqualTo(ParityCause.Universe));
        var half = new ParityEvidence();
        half.Universes.Add(DateTimeOffset.MinValue, At.AddHours(-1), null);
        Assert.That(Cause([], [Base], half), Is.EqualTo(ParityCause.Unknown), "not all of it is known");
    }

    [Test]
    public void After_Changes_FollowsTheUniverse()
    {
        static IReadOnlySet<string>? Next(IReadOnlySet<string>? before, string change)
        {
            using var document = JsonDocument.Parse(change);
            return UniverseState.After(before, document.RootElement);
        }

        var first = Next(UniverseState.AtTheStart, """{"added":["A","B"],"added_count":2,"removed":[],"removed_count":0}""");
        Assert.That(Next(first, """{"added":["C"],"added_count":1,"removed":["A"],"removed_count":1}"""), Is.EquivalentTo(new[] { "B", "C" }));
        var cut = Next(first, """{"added":["C"],"added_count":1001,"removed":[],"removed_count":0}""");
        Assert.That(cut, Is.Null, "an entry that lists a part says too little");
        Assert.That(Next(cut, """{"added":["D"],"added_count":1,"removed":[],"removed_count":0}"""), Is.Null);
    }

    [Test]
    public void Compare_SignalThatCameLate_IsLateData()
    {
        Assert.That(Cause([], [Base], rows: [Row]), Is.EqualTo(ParityCause.Unknown));
        var late = Row with { IngestTs = Row.EventTs + ParityRecords.LateAfter + TimeSpan.FromTicks(1) };
        Assert.That(Cause([], [Base], rows: [late]), Is.EqualTo(ParityCause.LateData));
        Assert.That(Cause([], [Base with { Symbol = "IBM" }], rows: [late]), Is.EqualTo(ParityCause.Unknown), "another symbol");
        Assert.That(Cause([], [After], rows: [late]), Is.EqualTo(ParityCause.Unknown), "the one before");
        var looksBack = Parse("strategies:\n  - {name: dip, type: rules, entry: 'prev(rsi14) < 3', exit: 'false'}\n");
        Assert.That(Cause([], [After], rows: [late], catalogue: looksBack), Is.EqualTo(ParityCause.LateData));
    }

    /// <summary>A late signal excuses what looked at it, and nothing of the hours after.</summary>
    [TestCase(1, true)]
    [TestCase(2, true)]
    [TestCase(3, false)]
    public void CameLate_SignalBefore_OnlyWithinTheLookback(int later, bool expected)
    {
        var records = new ParityRecords([]);
        foreach (var at in new[] { 0, 2, 1, 3, 3 })
        {
            var row = Row with { EventTs = Row.EventTs.AddSeconds(10 * at) };
            records.See(row with { IngestTs = row.EventTs + (at == 0 ? ParityRecords.LateAfter * 2 : TimeSpan.Zero) });
        }

        Assert.That(records.CameLate(Row.Symbol, Row.EventTs.AddSeconds(10 * later), 2), Is.EqualTo(expected));
        Assert.That(records.CameLate(Row.Symbol, Row.EventTs, 2), Is.True);
        Assert.That(records.CameLate(Row.Symbol, Row.EventTs.AddSeconds(10 * later), 0), Is.False);
        Assert.That(records.CameLate(Row.Symbol, Row.EventTs.AddSeconds(5), 1), Is.True, "a signal that is not among the records");
    }

    [Test]
    public void Compare_ExtraOnOtherRecords_IsLateData()
    {
        Assert.That(Cause([Base], [], rows: []), Is.EqualTo(ParityCause.LateData), "it is not among the records");
        Assert.That(Cause([Base], [], rows: [Row with { Features = Row.Features with { Rsi14 = 1 } }]), Is.EqualTo(ParityCause.LateData), "it was revised");
        Assert.That(Cause([Base], [], rows: [Row]), Is.EqualTo(ParityCause.Unknown));
    }

    /// <summary>A strategy that looks at its position sees another one after another fill.</summary>
    [Test]
    public void Compare_StrategyOfThePosition_FollowsFromAnEarlierDifference()
    {
        var catalogue = Parse("strategies:\n  - {name: dip, type: rules, entry: 'position.qty == 0', exit: 'position.qty > 5'}\n");
        var other = Before with { Order = "qty=6" };
        Assert.That(
            Differences([other], [Before, Base], catalogue: catalogue).Select(one => one.Cause), Is.EqualTo(new[] { ParityCause.Fill, ParityCause.Fill }));
        Assert.That(Differences([other], [Before, Base])[1].Cause, Is.EqualTo(ParityCause.Unknown), "one that does not look at it");
        Assert.That(Cause([], [Base], catalogue: catalogue), Is.EqualTo(ParityCause.Unknown));
        Assert.That(Cause([], [Base], new ParityEvidence { Held = new HashSet<string> { "AAPL" } }, catalogue: catalogue), Is.EqualTo(ParityCause.Fill));
    }

    private static StrategyCatalogue Parse(string text) => CatalogueParser.Parse("a.yaml", text).Catalogue!;

    private static ParityCause Cause(
        ComparedDecision[] live, ComparedDecision[] backtest, ParityEvidence? evidence = null, string[]? universe = null, SignalRow[]? rows = null,
        StrategyCatalogue? catalogue = null) => Differences(live, backtest, evidence, universe, rows, catalogue).Single().Cause;

    private static IReadOnlyList<ParityDifference> Differences(
        ComparedDecision[] live, ComparedDecision[] backtest, ParityEvidence? evidence = null, string[]? universe = null, SignalRow[]? rows = null,
        StrategyCatalogue? catalogue = null)
    {
        var records = new ParityRecords(live);
        foreach (var row in rows ?? [.. live.Select(one => Row with { Symbol = one.Symbol, EventTs = one.SignalAt, IngestTs = one.SignalAt })])
        {
            records.See(row);
        }

        return new ParityComparison(evidence ?? new ParityEvidence(), records, catalogue ?? Catalogue, universe?.ToHashSet(), TimeSpan.FromMinutes(2))
            .Compare(live, backtest);
    }
}
