using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class RunbookTests
{
    private static IEnumerable<string> Rules => Classifier.Rules.SelectMany(rule => rule.Names);

    [TestCaseSource(nameof(Rules))]
    public void NextAction_Runbook_HasItsSection(string rule)
    {
        var parts = NextActions.For(new Interpretation(rule, Verdict.Red, "", [])).Runbook.Split('#');
        var sections = File.ReadLines(Path.Combine(Repository.Root, parts[0]))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].ToLowerInvariant().Replace(' ', '-'));
        Assert.That(sections, Has.Member(parts[1]));
    }
}
