using FsCheck;
using FsCheck.Fluent;
using Torghut.Contracts.Records;
using Torghut.Ta.Tests.Oracle;

namespace Torghut.Ta.Tests.Engine;

/// <summary>How symbols are spread over instances, and when an instance hands over to the next, changes nothing.</summary>
[TestFixture]
internal sealed class SplitProperties
{
    private const long Allowed = 2 * Scenario.Second;

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    public void Feed_SymbolsSplitOverInstances_GivesTheSameOutput(int instances) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var scenario = Scenario.Make(seed).Disordered(random, Allowed);
            var expected = TaOracle.Run(scenario.Trades, scenario.Quotes, new OracleSettings());
            var owners = scenario.Trades.Select(t => t.Symbol).Distinct().ToDictionary(symbol => symbol, _ => random.Next(instances));
            var bars = new SortedDictionary<(long, string), Microbar>();
            var signals = new SortedDictionary<(long, string), Signal>();
            for (var instance = 0; instance < instances; instance++)
            {
                var run = Run(Part(scenario, symbol => owners[symbol] == instance), random);
                Assert.That(run.Late, Is.Zero);
                foreach (var (key, bar) in run.Bars)
                {
                    bars.Add(key, bar);
                }

                foreach (var (key, signal) in run.Signals)
                {
                    signals.Add(key, signal);
                }
            }

            AssertEqualButForOffsets(bars, signals, scenario, expected);
            return true;
        }).QuickCheckThrowOnFailure();

    /// <summary>An instance that is replaced now and then by one that knows only what was saved.</summary>
    private static EngineRun Run(Scenario scenario, Random random)
    {
        var run = new EngineRun();
        var store = new Dictionary<string, byte[]>();
        scenario.Feed(run, random, () =>
        {
            if (random.Next(40) == 0)
            {
                run.Restart(store);
            }
        });
        run.Finish();
        return run;
    }

    private static Scenario Part(Scenario whole, Func<string, bool> owns) => new(
        [.. whole.Trades.Where(t => owns(t.Symbol)).Select((t, i) => t with { Offset = i })],
        [.. whole.Quotes.Where(q => owns(q.Symbol)).Select((q, i) => q with { Offset = i })]);

    /// <summary>Offsets are those of the instance's own log, so the oracle's are replaced by what they are there.</summary>
    private static void AssertEqualButForOffsets(
        SortedDictionary<(long, string), Microbar> bars, SortedDictionary<(long, string), Signal> signals, Scenario scenario, OracleResult expected)
    {
        var own = expected.Bars.Select(bar => bars.TryGetValue((bar.End - 1, bar.Symbol), out var actual)
            ? bar with { First = actual.Lineage!.Value.FirstOffset, Last = actual.Lineage.Value.LastOffset }
            : bar).ToList();
        OracleComparison.AssertEqual(bars, signals, expected with { Bars = own });
        Assert.That(bars.Values.Sum(bar => bar.Count), Is.LessThanOrEqualTo(scenario.Trades.Count));
    }
}
