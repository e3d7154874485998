using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class ClassifierTests
{
    private const string NotConfigured = "not configured: KEY is not set";

    [Test]
    public void Judge_HealthyFacts_IsGreen()
    {
        var judgement = Judge(Facts.Healthy());
        Assert.Multiple(() =>
        {
            Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Green));
            Assert.That(judgement.Interpretations, Is.Empty);
            Assert.That(judgement.Confidence, Is.EqualTo("full"));
        });
    }

    [TestCase("clickhouse.ta_signals", """{"rows":10,"lag_seconds":121}""", "RED", "data_pipeline_incident")]
    [TestCase("clickhouse.ta_signals", """{"rows":10,"lag_seconds":119}""", "GREEN", null)]
    [TestCase("clickhouse.ta_microbars", """{"rows":0,"lag_seconds":null}""", "RED", "data_pipeline_incident")]
    [TestCase("clickhouse.replicas", """{"replicas":2,"read_only":1}""", "YELLOW", "replica_read_only")]
    [TestCase("clickhouse.disks", """{"free_ratio":0.05}""", "YELLOW", "disk_low")]
    [TestCase("ws.readyz", """{"ready":false,"error_class":"alpaca_auth"}""", "YELLOW", "component_not_ready")]
    [TestCase("trading.status", """{"running":false}""", "RED", "service_incident")]
    [TestCase("trading.status", """{"last_error":"boom"}""", "RED", "service_incident")]
    [TestCase("trading.status", """{"last_tick_at":"2026-02-12T14:50:00Z"}""", "RED", "service_incident")]
    [TestCase("trading.status", """{"mode":"live"}""", "RED", "unexpected_posture")]
    [TestCase("trading.status", """{"mode":"paper","live_enabled":true}""", "RED", "unexpected_posture")]
    [TestCase("trading.status", """{"kill_switch_enabled":true}""", "RED", "kill_switch_inconsistent")]
    [TestCase("trading.status", """{"emergency_stop":true}""", "YELLOW", "stop_engaged")]
    [TestCase("trading.status", """{"engaged":[{"latch":"daily_loss"}]}""", "YELLOW", "stop_engaged")]
    [TestCase("trading.status", """{"emergency_stop":true,"mass_cancel":"failing"}""", "RED", "mass_cancel_failing")]
    [TestCase("trading.status", """{"universe":["AAPL","TSLA"]}""", "YELLOW", "universe_differs")]
    [TestCase("trading.status", """{"held_unwatched":["TSLA"]}""", "YELLOW", "held_symbol_unwatched")]
    [TestCase("trading.status", """{}""", "GREEN", null)]
    [TestCase("postgres.rejections_recent", """{"stale_signal":25}""", "YELLOW", "rejections_policy")]
    [TestCase("postgres.rejections_recent", """{"stale_signal":19}""", "GREEN", null)]
    [TestCase("postgres.rejections_recent", """{"cooldown_active":1}""", "YELLOW", "rejections_policy")]
    [TestCase("postgres.rejections_recent", """{"symbol_not_allowed":5}""", "YELLOW", "rejections_universe")]
    [TestCase("postgres.rejections_before", """{}""", "GREEN", null)]
    [TestCase("ta.status", """{"input_gap_records":40,"sink_gap_rows":0}""", "YELLOW", "input_gap")]
    [TestCase("ta.status", """{"input_gap_records":0,"sink_gap_rows":7}""", "YELLOW", "input_gap")]
    [TestCase("ta.status", """{}""", "GREEN", null)]
    [TestCase("universe.symbols", """{"count":0,"symbols":[]}""", "YELLOW", "universe_empty")]
    public void Judge_ChangedFact_HasItsRule(string id, string value, string verdict, string? rule)
    {
        var facts = Facts.Healthy();
        facts[id] = facts[id] with { Value = JsonNode.Parse(value) };
        AssertRule(Judge(facts), id, verdict, rule);
    }

    [TestCase("clickhouse.ping", "RED", "data_pipeline_incident")]
    [TestCase("postgres.ping", "RED", "postgres_unavailable")]
    [TestCase("trading.status", "RED", "service_incident")]
    [TestCase("ta.readyz", "YELLOW", "component_not_ready")]
    [TestCase("clickhouse.disks", "YELLOW", "probe_failed")]
    [TestCase("postgres.rejections_recent", "YELLOW", "probe_failed")]
    public void Judge_SilentProbe_LowersConfidence(string id, string verdict, string rule)
    {
        var facts = Facts.Healthy();
        facts[id] = facts[id] with { Ok = false, Value = null, Detail = "no answer within 3000 ms" };
        var judgement = Judge(facts);
        AssertRule(judgement, id, verdict, rule);
        Assert.That(judgement.Confidence, Does.StartWith("reduced").And.Contain(id));
    }

    [TestCase("clickhouse.ping")]
    [TestCase("postgres.ping")]
    [TestCase("trading.status")]
    public void Judge_NotConfigured_IsNoIncident(string id)
    {
        var facts = Facts.Healthy();
        facts[id] = facts[id] with { Ok = false, Value = null, Detail = NotConfigured };
        AssertRule(Judge(facts), id, "YELLOW", "not_configured");
    }

    [Test]
    public void Judge_StopEngaged_SaysSinceWhenAndWhy()
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with
        {
            Value = JsonNode.Parse("""
                {"emergency_stop":true,"engaged":[{"latch":"emergency_stop","engaged_at":"2026-02-12T14:00:00Z","reason":"fat finger"}]}
                """),
        };
        Assert.That(Judge(facts).Headline, Is.EqualTo("The emergency stop is engaged since 2026-02-12 14:00:00 UTC (60 min): fat finger."));
    }

    [Test]
    public void Judge_KillSwitchOn_IsNamed()
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with { Value = JsonNode.Parse("""{"kill_switch_enabled":true}""") };
        facts.Remove("postgres.orders_sent");
        AssertRule(Judge(facts), "trading.status", "YELLOW", "stop_engaged");
    }

    [TestCase("cluster.application", "control")]
    [TestCase("cluster.pods", "compute")]
    public void Judge_PlaneOfWhichNothingWasSeen_IsNeverGreen(string id, string plane)
    {
        var facts = Facts.Healthy();
        facts.Remove(id);
        var judgement = Judge(facts);
        Assert.Multiple(() =>
        {
            Assert.That(judgement.Verdict, Is.EqualTo(Verdict.Yellow));
            Assert.That(judgement.Headline, Is.EqualTo($"Nothing was seen of the {plane} plane."));
            Assert.That(judgement.Confidence, Does.StartWith("reduced").And.Contain(plane));
        });
    }

    [Test]
    public void Judge_OldDataWhileTheMarketIsClosed_IsGreen()
    {
        var facts = Facts.Healthy();
        facts["market.session"] = facts["market.session"] with { Value = JsonNode.Parse("""{"open":false}""") };
        facts["clickhouse.ta_signals"] = facts["clickhouse.ta_signals"] with { Value = JsonNode.Parse("""{"rows":10,"lag_seconds":90000}""") };
        Assert.That(Judge(facts).Verdict, Is.EqualTo(Verdict.Green));
    }

    [Test]
    public void Judge_SeveralIncidents_HeadlineIsTheFirstInOrder()
    {
        var facts = Facts.Healthy();
        facts["postgres.ping"] = facts["postgres.ping"] with { Ok = false, Detail = "down" };
        facts["clickhouse.ping"] = facts["clickhouse.ping"] with { Ok = false, Detail = "down" };
        facts["universe.symbols"] = facts["universe.symbols"] with { Value = JsonNode.Parse("""{"symbols":[]}""") };
        var judgement = Judge(facts);
        Assert.Multiple(() =>
        {
            Assert.That(judgement.Headline, Does.StartWith("Data pipeline incident"));
            Assert.That(judgement.Interpretations.Select(i => i.Rule),
                Is.EqualTo(new[] { "data_pipeline_incident", "postgres_unavailable", "universe_empty" }));
            Assert.That(judgement.NextActions.Select(a => a.Rule), Is.EqualTo(judgement.Interpretations.Select(i => i.Rule)));
        });
    }

    [Test]
    public void Judge_EstimatedSession_LowersConfidence()
    {
        var facts = Facts.Healthy();
        facts["market.session"] = facts["market.session"] with { Detail = "estimated from the hour" };
        Assert.That(Judge(facts).Confidence, Does.StartWith("reduced"));
    }

    private static Judgement Judge(Dictionary<string, Fact> facts) => Classifier.Judge([.. facts.Values], new SnapshotOptions());

    private static void AssertRule(Judgement judgement, string id, string verdict, string? rule)
    {
        Assert.Multiple(() =>
        {
            Assert.That(judgement.Verdict.ToString().ToUpperInvariant(), Is.EqualTo(verdict), judgement.Headline);
            Assert.That(judgement.Interpretations.Select(i => i.Rule), rule is null ? Is.Empty : Has.Member(rule));
            if (rule is not null)
            {
                Assert.That(judgement.Interpretations.Single(i => i.Rule == rule).RestsOn, Has.Member(id));
            }
        });
    }
}
