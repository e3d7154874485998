using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>A grid of parameters over the same records. Every point is a trial of the ledger.</summary>
internal static class Sweep
{
    /// <summary>Days without which nothing is said of overfitting.</summary>
    public const int LeastDays = 32;

    /// <summary>Days after a test that train nothing.</summary>
    private const int Embargo = 1;

    /// <summary>Runs every point, a few at a time, and returns what came of them in the grid's order.</summary>
    /// <param name="catalogue">The strategies.</param>
    /// <param name="ranges">The grid.</param>
    /// <param name="parallel">Points at a time.</param>
    /// <param name="run">Runs a catalogue.</param>
    public static IReadOnlyList<SweepResult> Run(
        StrategyCatalogue catalogue, IReadOnlyList<ParameterRange> ranges, int parallel, Func<StrategyCatalogue, JsonMap> run)
    {
        var points = ParameterRange.Grid(ranges).ToList();
        var results = new SweepResult[points.Count];
        Parallel.For(0, points.Count, new ParallelOptions { MaxDegreeOfParallelism = parallel }, i =>
        {
            var report = run(ParameterOverride.Of(catalogue, points[i]));
            var days = ((IEnumerable<JsonMap>)report["daily"]!).Select(day => (decimal)day["open"]! == 0 ? 0
                : (double)((decimal)day["pnl"]! / (decimal)day["open"]!)).ToList();
            results[i] = new SweepResult(points[i], report, days);
        });
        return results;
    }

    /// <summary>The points, the best of them, and whether the choice of it means anything.</summary>
    /// <param name="train">Days of training of the walk-forward; 0 for none.</param>
    /// <param name="test">Days of a test.</param>
    /// <param name="purge">Days between the two: as far back as a decision knows.</param>
    public static JsonMap Summary(IReadOnlyList<SweepResult> results, int train, int test, int purge)
    {
        var days = results.Min(result => result.Days.Count);
        var rows = Enumerable.Range(0, days).Select(day => results.Select(result => result.Days[day]).ToArray()).ToList();
        var best = results.MaxBy(result => result.Pnl)!;
        return new JsonMap
        {
            ["trials"] = results.Count,
            ["points"] = results.Select(result => result.ToMap()).ToList(),
            ["best"] = best.ToMap(),
            ["overfitting_probability"] = results.Count > 1 && days >= LeastDays ? OverfittingProbability.Of(rows) : null,
            ["insufficient"] = days >= LeastDays ? null : $"insufficient sample (have {days} days, need {LeastDays} for a probability of overfitting)",
            ["purge_days"] = train == 0 ? null : purge,
            ["embargo_days"] = train == 0 ? null : Embargo,
            ["walk_forward"] = train == 0 ? null : WalkForward.Of(rows, train, test, purge, Embargo).Select(window => new JsonMap
            {
                ["trial"] = window.Trial,
                ["first_test_day"] = window.FirstTestDay,
                ["return"] = window.Return,
            }).ToList(),
        };
    }
}
