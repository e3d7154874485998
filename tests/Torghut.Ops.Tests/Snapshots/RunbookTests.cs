using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class RunbookTests
{
    [TestCase("data_pipeline_incident")]
    [TestCase("component_not_ready")]
    [TestCase("input_gap")]
    [TestCase("replica_read_only")]
    [TestCase("disk_low")]
    [TestCase("service_incident")]
    [TestCase("postgres_unavailable")]
    [TestCase("unexpected_posture")]
    [TestCase("kill_switch_inconsistent")]
    [TestCase("rejections_universe")]
    [TestCase("rejections_policy")]
    [TestCase("universe_differs")]
    [TestCase("universe_empty")]
    [TestCase("not_configured")]
    [TestCase("probe_failed")]
    public void NextAction_Runbook_HasItsSection(string rule)
    {
        var parts = NextActions.For(new Interpretation(rule, Verdict.Red, "", [])).Runbook.Split('#');
        var sections = File.ReadLines(Path.Combine(Repository.Root, parts[0]))
            .Where(line => line.StartsWith("## ", StringComparison.Ordinal)).Select(line => line[3..].ToLowerInvariant().Replace(' ', '-'));
        Assert.That(sections, Has.Member(parts[1]));
    }
}
