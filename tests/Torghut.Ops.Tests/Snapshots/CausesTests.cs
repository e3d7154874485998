using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class CausesTests
{
    [Test]
    public void Table_OfCauses_HasNoCircle()
    {
        foreach (var row in Causes.Rows)
        {
            Assert.That(Walk(row, []), Is.Null);
        }
    }

    [Test]
    public void Table_OfCauses_NamesRulesThatThereAre()
    {
        var rules = Classifier.Rules.SelectMany(rule => rule.Names).ToHashSet();
        Assert.That(Causes.Rows.SelectMany(row => new[] { row.Cause, row.Effect }).Where(name => !rules.Contains(name)), Is.Empty);
    }

    [Test]
    public void Top_NothingFound_IsNothing() => Assert.That(Causes.Top([]), Is.Null);

    [Test]
    public void Top_OfTwoRoots_IsTheFirstOfTheWorst()
    {
        var found = Causes.Explain(
        [
            new Interpretation("disk_low", Verdict.Yellow, "disk", ["clickhouse.disks"]),
            new Interpretation("postgres_unavailable", Verdict.Red, "postgres", ["postgres.ping"]),
            new Interpretation("service_incident", Verdict.Red, "loop", ["trading.status"]),
        ]);
        Assert.That(Causes.Top(found)!.Rule, Is.EqualTo("postgres_unavailable"));
        Assert.That(found.Select(i => i.ExplainedBy), Is.EqualTo(new[] { null, null, "postgres_unavailable (postgres)" }));
    }

    /// <summary>The way that comes back to a row; null when none does.</summary>
    private static string? Walk(CauseRow row, List<CauseRow> way)
    {
        if (way.Contains(row))
        {
            return string.Join(" → ", way.Select(step => $"{step.Cause} ({step.CauseSubject})"));
        }

        List<CauseRow> longer = [.. way, row];
        return Causes.Rows.Where(next => Follows(row, next)).Select(next => Walk(next, longer)).FirstOrDefault(found => found is not null);
    }

    private static bool Follows(CauseRow row, CauseRow next) =>
        next.Cause == row.Effect && (next.CauseSubject is null || row.EffectSubject is null || next.CauseSubject == row.EffectSubject);
}
