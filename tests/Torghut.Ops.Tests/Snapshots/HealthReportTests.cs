using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots.Health;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class HealthReportTests
{
    [Test]
    public void Of_AllWell_IsHealthy() => Assert.That(HealthReport.Of(SampleSnapshots.Healthy()).ToText(), Is.EqualTo("""
        torghut is healthy
          forwarder  healthy
          ta         healthy
          clickhouse healthy
          postgres   healthy
          trading    healthy
        confidence: full

        """));

    [TestCase("ws.", "degraded", "forwarder", "down")]
    [TestCase("ta.", "degraded", "ta", "down")]
    [TestCase("clickhouse.", "down", "clickhouse", "down")]
    [TestCase("postgres.", "down", "postgres", "down")]
    [TestCase("trading.", "down", "trading", "down")]
    public void Of_ComponentThatIsAway_NamesItAndTheNextProcedure(string prefix, string state, string component, string itsState)
    {
        var facts = Facts.Healthy();
        foreach (var id in facts.Keys.Where(id => id.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            facts[id] = facts[id] with { Outcome = Outcome.Unreachable, Value = null, Detail = "refused" };
        }

        var report = HealthReport.Of(SampleSnapshots.Of(facts));
        Assert.Multiple(() =>
        {
            Assert.That(report.State, Is.EqualTo(state));
            Assert.That(report.Components.Single(part => part.Name == component).State, Is.EqualTo(itsState));
            Assert.That(report.Components.Where(part => part.State == "down").Select(part => part.Name), Is.EqualTo(new[] { component }));
            Assert.That(report.Cause, Is.Not.Empty);
            Assert.That(report.Next!.Runbook, Does.StartWith("docs/runbooks/"));
        });
    }

    [Test]
    public void ToJson_Ill_NamesTheStopToo()
    {
        var report = HealthReport.Of(SampleSnapshots.Ill());
        Assert.That(report.ToJson(), Does.Contain("\"state\": \"down\"").And.Contain("\"plane\": \"data\""));
        Assert.That(report.Components.Single(part => part.Name == "trading").Cause, Does.StartWith("The emergency stop is engaged since 2026-02-12 14:00:00"));
    }
}
