using System.Globalization;
using Torghut.Trading.Advisory;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>What a review was worth, and when that takes a model's effect away.</summary>
public sealed class CounterfactualTests
{
    private static readonly DateOnly First = new(2026, 2, 2);

    [TestCase(true, 0, 40, 100, 99, 40, Description = "a veto that kept a loss away")]
    [TestCase(true, 0, 40, 100, 101, -40, Description = "a veto that kept a gain away")]
    [TestCase(false, 0, 40, 100, 101, 40, Description = "a short sale that would have lost")]
    [TestCase(true, 20, 40, 100, 99, 20, Description = "half the loss")]
    [TestCase(true, 40, 40, 100, 50, 0, Description = "nothing changed")]
    public void DifferenceOf_Review_IsWhatItChanged(bool buys, decimal with, decimal without, decimal reference, decimal mark, decimal expected) =>
        Assert.That(Counterfactual.DifferenceOf(buys, with, without, reference, mark), Is.EqualTo(expected));

    [TestCase(200, 5, -2, "harmful")]
    [TestCase(200, 5, 2, "helpful")]
    [TestCase(200, 5, 0, "undecided")]
    [TestCase(199, 5, -2, "insufficient_sample")]
    [TestCase(200, 4, -2, "insufficient_sample")]
    [TestCase(0, 0, 0, "insufficient_sample")]
    public void Of_Decisions_NeedsEnoughOfThem(int decisions, int sessions, decimal mean, string word) =>
        Assert.That(CounterfactualVerdict.Of(Make(decisions, sessions, mean)).Word, Is.EqualTo(word));

    [Test]
    public void Of_SameDecisions_SameInterval()
    {
        var (first, second) = (CounterfactualVerdict.Of(Make(500, 6, -1)), CounterfactualVerdict.Of(Make(500, 6, -1)));
        Assert.That(first, Is.EqualTo(second));
        Assert.That(first.Lower < -1 && first.Upper > -1, Is.True, $"{first}");
    }

    /// <summary>A model that knows nothing is taken back in about one of forty cases, not more.</summary>
    [Test]
    public void Of_ModelsThatKnowNothing_AreSeldomDemoted()
    {
        var demoted = Enumerable.Range(0, 120).Count(seed => CounterfactualVerdict.Of(Noise(seed)).Word == "harmful");
        Assert.That(demoted, Is.LessThanOrEqualTo(9));
    }

    /// <summary>The session of 2026-02-06 ends at 21:00 UTC, that of the day before Christmas at 18:00.</summary>
    [TestCase("2026-02-06T17:00:00Z", 30, "2026-02-06T17:30:00Z")]
    [TestCase("2026-02-06T20:45:00Z", 30, "2026-02-06T21:00:00Z")]
    [TestCase("2026-12-24T17:45:00Z", 30, "2026-12-24T18:00:00Z")]
    [TestCase("2026-02-07T01:00:00Z", 30, "2026-02-07T01:30:00Z")]
    [TestCase("2026-02-06T17:00:00Z", null, "2026-02-06T21:00:00Z")]
    [TestCase("2026-02-07T01:00:00Z", null, "2026-02-07T01:00:00Z")]
    public void DueOf_AHorizon_EndsWithItsSession(string instant, int? minutes, string due) => Assert.That(
        CounterfactualLedger.DueOf(
            DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture), minutes is { } length ? TimeSpan.FromMinutes(length) : null),
        Is.EqualTo(DateTimeOffset.Parse(due, CultureInfo.InvariantCulture)));

    /// <summary>Differences of ten around the mean, alternately above and below.</summary>
    private static List<Counterfactual> Make(int decisions, int sessions, decimal mean) =>
        [.. Enumerable.Range(0, decisions).Select(at => new Counterfactual(First.AddDays(at % Math.Max(1, sessions)), mean + (at % 2 == 0 ? 10 : -10)))];

    private static List<Counterfactual> Noise(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, 200).Select(at => new Counterfactual(First.AddDays(at % 5), (decimal)(random.NextDouble() - 0.5)))];
    }
}
