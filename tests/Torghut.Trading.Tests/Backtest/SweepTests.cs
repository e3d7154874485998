using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Grids of parameters, and what choosing the best of them is worth.</summary>
public sealed class SweepTests
{
    private const string Rules =
        "strategies:\n  - {name: a, type: rules, entry: macd > macd_signal and rsi14 < limit, exit: rsi14 > 65, params: {limit: 35}, cooldown_seconds: 5}\n";

    private const string Compiled = "strategies:\n  - {name: a, type: macd_rsi, cooldown_seconds: 5}\n";

    [TestCase("rsi=10:30:10", new[] { 10.0, 20.0, 30.0 })]
    [TestCase("rsi=0.1:0.3:0.1", new[] { 0.1, 0.2, 0.3 })]
    [TestCase("rsi=5:5:1", new[] { 5.0 })]
    public void Parse_Range_HasBothEnds(string text, double[] values) =>
        Assert.That(ParameterRange.Parse(text)!.Values.Select(value => (double)value), Is.EqualTo(values));

    [TestCase("rsi")]
    [TestCase("=1:2:1")]
    [TestCase("rsi=2:1:1")]
    [TestCase("rsi=1:2:0")]
    [TestCase("rsi=1:2")]
    [TestCase("rsi=0:1e9:1")]
    public void Parse_NoRange_IsNull(string text) => Assert.That(ParameterRange.Parse(text), Is.Null);

    [TestCase(Rules, "limit")]
    [TestCase(Compiled, "buy_rsi_below")]
    public void Run_Grid_EveryPointIsATrialOfItsOwn(string text, string parameter)
    {
        var catalogue = CatalogueParser.Parse("a.yaml", text).Catalogue!;
        var records = RecordedDayOfSignals.Bytes(600);
        var arguments = BacktestArguments.Parse(["--signals", "-"], out _)!;
        var results = Sweep.Run(catalogue, [ParameterRange.Parse($"{parameter}=20:40:10")!], 2, own =>
            new BacktestJob(arguments, BacktestJobTests.Settings(), own, CostTable.None())
                .Run(new MemoryStream(records), null, new TrialLedger(null), _ => { }, CancellationToken.None));
        var summary = Sweep.Summary(results, 0, 0, 1);
        Assert.That(results.Select(result => result.Parameters[parameter]), Is.EqualTo(new[] { 20m, 30m, 40m }));
        Assert.That(results.Select(result => result.ToMap()["decision_digest"]), Is.Unique);
        Assert.That(summary["insufficient"], Does.Contain("have 1 days"));
        Assert.That(((JsonMap)summary["best"]!)["pnl"], Is.EqualTo(results.Max(result => result.Pnl)));
    }

    [Test]
    public void Of_UnknownParameterOrValue_IsRefused()
    {
        var catalogue = CatalogueParser.Parse("a.yaml", Compiled).Catalogue!;
        Assert.That(() => ParameterOverride.Of(catalogue, new Dictionary<string, decimal> { ["x"] = 1 }), Throws.TypeOf<InvalidDataException>());
        Assert.That(() => ParameterOverride.Of(catalogue, new Dictionary<string, decimal> { ["buy_rsi_below"] = 101 }), Throws.TypeOf<InvalidDataException>());
    }

    [Test]
    public void WalkForward_OneTrialBetterInEachHalf_IsTakenAfterItWasSeen()
    {
        var rows = Enumerable.Range(0, 40).Select(day => day < 20 ? new[] { 0.01, -0.01 } : [-0.01, 0.02]).ToList();
        var windows = WalkForward.Of(rows, train: 8, test: 4, purge: 1, embargo: 1);
        Assert.That(windows[0], Is.EqualTo((0, 9, 0.04)));
        Assert.That(windows[^1].Trial, Is.EqualTo(1));
        Assert.That(windows.Select(window => window.FirstTestDay), Is.Ordered.And.Unique);
        Assert.That(WalkForward.Of(rows, 50, 4, 1, 1), Is.Empty);
    }

    [Test]
    public void WalkForward_DayOfAnEmbargo_TrainsNoLaterWindow()
    {
        // The first test is of the days 9 to 12, so day 13 is its embargo, and the third window trains on the days 10 to 17.
        var rows = Enumerable.Range(0, 40).Select(day => new[] { 0.01, day == 13 ? 1 : -0.01 }).ToList();

        var windows = WalkForward.Of(rows, train: 8, test: 4, purge: 1, embargo: 1);

        Assert.That(windows[2].FirstTestDay, Is.EqualTo(19));
        Assert.That(windows.Select(window => window.Trial), Is.All.Zero);
        Assert.That(WalkForward.Of(rows, train: 8, test: 4, purge: 1, embargo: 0).Select(window => window.Trial), Does.Contain(1));
    }

    /// <summary>Whichever trial comes first would be the choice of nobody.</summary>
    [TestCase(9)]
    [TestCase(12)]
    public void WalkForward_EmbargoOverAWholeTraining_ChoosesNothingThere(int embargo)
    {
        var rows = Enumerable.Range(0, 80).Select(_ => new[] { -0.01, 0.01 }).ToList();
        var windows = WalkForward.Of(rows, train: 8, test: 4, purge: 1, embargo);
        Assert.That(windows, Has.Count.GreaterThan(1));
        Assert.That(windows.Select(window => window.Trial), Is.All.EqualTo(1));
        Assert.That(windows.Select(window => window.FirstTestDay), Does.Not.Contain(9 + 4 + embargo));
    }
}
