using FsCheck;
using FsCheck.Fluent;
using Torghut.Contracts.Conditions;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Engine;

[TestFixture]
internal sealed class PartitionEngineProperties
{
    private const long Allowed = 2 * Scenario.Second;

    private static void ForAnySeed(Action<int> property) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            property(seed);
            return true;
        }).QuickCheckThrowOnFailure();

    [Test]
    public void Feed_SortedInput_EqualsOracle() => ForAnySeed(seed =>
    {
        var scenario = Scenario.Make(seed);
        var run = new EngineRun();
        scenario.Feed(run, new Random(seed));
        run.Finish();
        OracleComparison.AssertEqual(run.Bars, run.Signals, TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings()));
    });

    [Test]
    public void Feed_AnyDisorderRepeatsAndAmendments_EqualsOracleAndCountsExactly() => ForAnySeed(seed =>
    {
        var random = new Random(seed);
        var scenario = Scenario.Make(seed).Disturbed(random, 6 * Scenario.Second);
        foreach (var sip in new[] { true, false })
        {
            var run = new EngineRun(new EngineOptions { Conditions = sip ? TradeConditionMode.Sip : TradeConditionMode.All });
            scenario.Feed(run, random);
            run.Finish();
            var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings(Sip: sip));
            OracleComparison.AssertEqual(run.Bars, run.Signals, expected);
            Assert.That((run.Late, run.Duplicates), Is.EqualTo((expected.Late, expected.Duplicates)));
            Assert.That((run.Engine.Counters.Late, run.Engine.Counters.Duplicates), Is.EqualTo((run.Late, run.Duplicates)));
        }
    });

    [Test]
    public void Feed_DisorderWithinBounds_GivesTheSortedResult() => ForAnySeed(seed =>
    {
        var random = new Random(seed);
        var scenario = Scenario.Make(seed);
        var sorted = new EngineRun();
        scenario.Feed(sorted, random);
        sorted.Finish();
        var shuffled = new EngineRun();
        scenario.Disordered(random, Allowed).Feed(shuffled, random);
        shuffled.Finish();
        Assert.That(shuffled.Late, Is.Zero);
        Assert.That(shuffled.Bars.Values.Select(b => b with { Lineage = null }), Is.EqualTo(sorted.Bars.Values.Select(b => b with { Lineage = null })));
        Assert.That(
            shuffled.Signals.Values.Select(s => s with { Lineage = null }), Is.EqualTo(sorted.Signals.Values.Select(s => s with { Lineage = null })));
    });

    [Test]
    public void Feed_RepeatedEvents_ChangeNothing() => ForAnySeed(seed =>
    {
        var random = new Random(seed);
        var scenario = Scenario.Make(seed);
        var once = new EngineRun();
        scenario.Feed(once, random);
        once.Finish();
        var repeated = new Scenario(
            [.. scenario.Trades.SelectMany(t => Enumerable.Repeat(t, 1 + random.Next(3))).Select((t, i) => t with { Offset = i })],
            [.. scenario.Quotes.SelectMany(q => Enumerable.Repeat(q, 1 + random.Next(3))).Select((q, i) => q with { Offset = i })]);
        var twice = new EngineRun();
        repeated.Feed(twice, random);
        twice.Finish();
        Assert.That(twice.Duplicates, Is.EqualTo(repeated.Trades.Count + repeated.Quotes.Count - scenario.Trades.Count - scenario.Quotes.Count));
        Assert.That(twice.Bars.Values.Select(b => b with { Lineage = null }), Is.EqualTo(once.Bars.Values.Select(b => b with { Lineage = null })));
        Assert.That(
            twice.Signals.Values.Select(s => s with { Lineage = null }), Is.EqualTo(once.Signals.Values.Select(s => s with { Lineage = null })));
    });

    [Test]
    public void Restore_AtAnyPoint_ChangesNothing() => ForAnySeed(seed =>
    {
        var scenario = Scenario.Make(seed).Disturbed(new Random(seed), 4 * Scenario.Second);
        var straight = new EngineRun();
        scenario.Feed(straight, new Random(seed));
        straight.Finish();
        var broken = new EngineRun();
        var store = new Dictionary<string, byte[]>();
        var breaks = new Random(unchecked(seed + 1));
        scenario.Feed(broken, new Random(seed), () =>
        {
            if (breaks.Next(3) == 0)
            {
                broken.SaveTo(store);
            }

            if (breaks.Next(25) == 0)
            {
                broken.Restart(store);
            }
        });
        broken.Finish();
        Assert.That(broken.BarLog, Is.EqualTo(straight.BarLog).AsCollection);
        Assert.That(broken.SignalLog, Is.EqualTo(straight.SignalLog).AsCollection);
        Assert.That((broken.Late, broken.Duplicates), Is.EqualTo((straight.Late, straight.Duplicates)));
    });

    [Test]
    public void Idle_AtAnyPoint_ChangesWhenButNotWhat() => ForAnySeed(seed =>
    {
        var scenario = Scenario.Make(seed, trades: 150).Disturbed(new Random(seed), 4 * Scenario.Second);
        var straight = new EngineRun();
        scenario.Feed(straight, new Random(seed));
        straight.Finish();
        var idle = new EngineRun(new EngineOptions { AllowedLateness = TimeSpan.FromHours(1) });
        var store = new Dictionary<string, byte[]>();
        var when = new Random(seed);
        scenario.Feed(idle, new Random(seed), () =>
        {
            if (when.Next(6) == 0)
            {
                idle.Engine.OnIdle(trades: when.Next(2) == 0, quotes: when.Next(2) == 0);
            }

            if (when.Next(40) == 0)
            {
                idle.Restart(store);
            }
        });
        idle.Finish();
        // A window whose prints were all withdrawn after idleness had sent it early is the one record that cannot be taken back.
        var kept = idle.Bars.Where(b => straight.Bars.ContainsKey(b.Key)).Select(b => b.Value);
        Assert.That(kept, Is.EqualTo(straight.Bars.Values).AsCollection);
        Assert.That(idle.Signals.Where(s => straight.Signals.ContainsKey(s.Key)).Select(s => s.Value), Is.EqualTo(straight.Signals.Values).AsCollection);
    });
}
