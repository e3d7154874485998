using System.Globalization;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>How a day that ran and a backtest of it compare.</summary>
/// <param name="Live">Decisions of the service.</param>
/// <param name="Backtest">Decisions of the backtest.</param>
/// <param name="Equal">Those that are the same.</param>
/// <param name="Mismatches">The others, by cause; every cause is there.</param>
internal sealed record ParityDay(string AccountLabel, DateOnly Day, int Live, int Backtest, int Equal, IReadOnlyDictionary<string, int> Mismatches)
{
    /// <summary>The words of all causes.</summary>
    public static IReadOnlyList<string> Causes { get; } = [.. Enum.GetValues<ParityCause>().Select(cause => CanonicalText.Of(cause))];

    public static ParityDay Of(
        string accountLabel, DateOnly day, IReadOnlyList<ComparedDecision> live, IReadOnlyList<ComparedDecision> backtest,
        IReadOnlyList<ParityDifference> differences)
    {
        var equal = backtest.Select(one => one.Hash).Intersect(live.Select(one => one.Hash)).Count() - differences.Count(one => one.Kind == "different");
        return new ParityDay(
            accountLabel, day, live.Count, backtest.Count, equal,
            Causes.ToDictionary(cause => cause, cause => differences.Count(one => CanonicalText.Of(one.Cause) == cause), StringComparer.Ordinal));
    }

    /// <summary>For a report: how many are the same, and the others by cause.</summary>
    public JsonMap ToMap()
    {
        var map = new JsonMap { ["live"] = Live, ["backtest"] = Backtest, ["equal"] = Equal };
        foreach (var cause in Causes)
        {
            map.Add(cause, Mismatches[cause]);
        }

        return map;
    }

    public override string ToString()
    {
        var others = Mismatches.Where(one => one.Value > 0).Select(one => string.Create(CultureInfo.InvariantCulture, $", {one.Key} {one.Value}"));
        return string.Create(CultureInfo.InvariantCulture, $"{Live} live, {Backtest} in the backtest, {Equal} equal{string.Concat(others)}");
    }
}
