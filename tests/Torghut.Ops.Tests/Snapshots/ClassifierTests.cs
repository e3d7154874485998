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
    [TestCase("trading.status", """{"trading_enabled":false}""", "YELLOW", "stop_engaged")]
    [TestCase("trading.status", """{"engaged":[{"latch":"daily_loss"}]}""", "YELLOW", "stop_engaged")]
    [TestCase("trading.status", """{"emergency_stop":true,"mass_cancel":"failing"}""", "RED", "mass_cancel_failing")]
    [TestCase("trading.status", """{"universe":["AAPL","TSLA"]}""", "YELLOW", "universe_differs")]
    [TestCase("trading.status", """{"held_unwatched":["TSLA"]}""", "YELLOW", "held_symbol_unwatched")]
    [TestCase("trading.status", """{"last_error":"boom","last_error_at":"2026-02-12T14:58:00Z"}""", "GREEN", null)]
    [TestCase("trading.status", """{"last_outcome":"universe_fail_safe_blocked"}""", "RED", "universe_fail_safe_blocked")]
    [TestCase("trading.status", """{"reconcile_interval_seconds":1}""", "RED", "position_snapshot_old")]
    [TestCase("trading.status", """{"engaged":[{"latch":"exits_only"}]}""", "YELLOW", "stop_engaged")]
    [TestCase("trading.status", """{"universe":["AAPL"]}""", "YELLOW", "universe_differs")]
    [TestCase("trading.readyz", """{"ready":false,"error_class":"loop_stalled"}""", "YELLOW", "component_not_ready")]
    [TestCase("trading.health", """{"dependencies":{"alpaca":{"ok":false,"fault":"unreachable"}}}""", "YELLOW", "broker_unreachable")]
    [TestCase("trading.health", """{"dependencies":{"clickhouse":{"ok":false,"fault":"unreachable"}}}""", "YELLOW", "dependency_failed")]
    [TestCase("trading.advisory", """{"mode":"off","policy_resolution":"violation","reasons":["fail_mode"]}""", "YELLOW", "advisory_posture")]
    [TestCase("trading.advisory", """{"mode":"active","policy_resolution":"compliant","reasons":["llm_demoted"]}""", "YELLOW", "advisory_posture")]
    [TestCase("trading.advisory", """{"mode":"off","policy_resolution":"compliant","reasons":["llm_demoted"]}""", "GREEN", null)]
    [TestCase("trading.advisory",
        """{"mode":"shadow","policy_resolution":"compliant","reasons":[],"configuration_fault":"parameter_refused:seed"}""", "YELLOW", "advisory_posture")]
    [TestCase("trading.advisory", """{"mode":"shadow","policy_resolution":"compliant","reasons":[],"open_circuits":["a"]}""", "YELLOW", "advisory_posture")]
    [TestCase("trading.advisory", """{"mode":"shadow","policy_resolution":"compliant","reasons":[],"open_circuits":[]}""", "GREEN", null)]
    [TestCase("processes.infrastructure", """{"processes":[{"name":"kafka","state":"stopped"}]}""", "RED", "platform_incident")]
    [TestCase("processes.infrastructure", """{"processes":[{"name":"kafka","state":"gone"}]}""", "RED", "platform_incident")]
    [TestCase("processes.services", """{"processes":[{"name":"torghut-ws","state":"gone"}]}""", "YELLOW", "process_down")]
    [TestCase("postgres.position_snapshots", """{"accounts":[{"account":"paper","newest_age_seconds":75}]}""", "GREEN", null)]
    [TestCase("postgres.position_snapshots", """{"accounts":[{"account":"paper","newest_age_seconds":76}]}""", "RED", "position_snapshot_old")]
    [TestCase("postgres.position_snapshots", """{"accounts":[]}""", "RED", "position_snapshot_old")]
    [TestCase("postgres.position_snapshots",
        """{"accounts":[{"account":"live-main","newest_age_seconds":1},{"account":"paper","newest_age_seconds":76}]}""", "RED", "position_snapshot_old")]
    [TestCase("postgres.position_snapshots",
        """{"accounts":[{"account":"former","newest_age_seconds":9000000},{"account":"paper","newest_age_seconds":10}]}""", "GREEN", null)]
    [TestCase("postgres.position_snapshots", """{"accounts":[{"account":"live-main","newest_age_seconds":1}]}""", "RED", "position_snapshot_old")]
    [TestCase("postgres.rejections_recent", """{"stale_signal":25}""", "YELLOW", "rejections_policy")]
    [TestCase("postgres.rejections_recent", """{"stale_signal":19}""", "GREEN", null)]
    [TestCase("postgres.rejections_recent", """{"cooldown_active":1}""", "YELLOW", "rejections_policy")]
    [TestCase("postgres.rejections_recent", """{"symbol_not_allowed":5}""", "YELLOW", "rejections_universe")]
    [TestCase("postgres.rejections_before", """{}""", "GREEN", null)]
    [TestCase("ta.status", """{"status":"ok","input_gap_records":40,"sink_gap_rows":0}""", "YELLOW", "input_gap")]
    [TestCase("ta.status", """{"status":"ok","input_gap_records":0,"sink_gap_rows":7}""", "YELLOW", "input_gap")]
    [TestCase("ta.status", """{"status":"suspended","input_gap_records":0,"sink_gap_rows":0}""", "YELLOW", "ta_suspended")]
    [TestCase("ta.status", """{"status":"degraded:sink_configuration","input_gap_records":0,"sink_gap_rows":0}""", "YELLOW", "sink_paused")]
    [TestCase("postgres.suspended_strategies",
        """{"strategies":[{"strategy":"trend","age_seconds":600,"reason":"runaway"}]}""", "YELLOW", "strategy_suspended")]
    [TestCase("ws.symbols", """{"symbols":["AAPL"]}""", "YELLOW", "universe_differs")]
    [TestCase("ws.symbols", """{"symbols":["AAPL","SPY","TSLA"]}""", "YELLOW", "universe_differs")]
    [TestCase("ws.symbols", """{"symbols":["AAPL"],"shards":2}""", "GREEN", null)]
    [TestCase("ws.symbols", """{"symbols":["AAPL","TSLA"],"shards":2}""", "YELLOW", "universe_differs")]
    [TestCase("universe.symbols", """{"count":0,"symbols":[]}""", "YELLOW", "universe_empty")]
    public void Judge_ChangedFact_HasItsRule(string id, string value, string verdict, string? rule)
    {
        var facts = Facts.Healthy();
        facts[id] = facts[id] with { Value = JsonNode.Parse(id == "trading.status" ? Facts.Status(value) : value) };
        AssertRule(Judge(facts), id, verdict, rule);
    }

    [TestCase("argocd.applications", """{"applications":[]}""", "RED", "platform_incident")]
    [TestCase("argocd.applications", """{"applications":[{"name":"a","sync":"Synced","health":"Degraded","self_heal":true}]}""", "RED", "platform_incident")]
    [TestCase("argocd.applications", """{"applications":[{"name":"a","sync":"Synced","health":"Missing","self_heal":true}]}""", "RED", "platform_incident")]
    [TestCase("argocd.applications", """{"applications":[{"name":"a","sync":"Synced","health":"Progressing","self_heal":true}]}""", "YELLOW", "control_unsettled")]
    [TestCase("argocd.applications", """{"applications":[{"name":"a","sync":"OutOfSync","health":"Healthy","self_heal":true}]}""", "YELLOW", "drift")]
    [TestCase("argocd.applications", """{"applications":[{"name":"a","sync":"Synced","health":"Healthy","self_heal":false}]}""", "YELLOW", "drift")]
    [TestCase("argocd.applications",
        """{"applications":[{"name":"a","sync":"Synced","health":"Healthy","self_heal":false,"paused_by":"ann","paused_until":"2026-02-12T15:10:00Z"}]}""",
        "YELLOW", "self_heal_paused")]
    [TestCase("argocd.applications",
        """{"applications":[{"name":"a","sync":"Synced","health":"Healthy","self_heal":true,"paused_by":"ann","paused_until":"2026-02-12T14:10:00Z"}]}""",
        "YELLOW", "drift")]
    [TestCase("knative.service", """{"ready":"False","is_observed":true,"reason":"RevisionFailed"}""", "RED", "platform_incident")]
    [TestCase("knative.service", """{"ready":"Unknown","is_observed":true}""", "YELLOW", "control_unsettled")]
    [TestCase("knative.service", """{"ready":"True","is_observed":false}""", "YELLOW", "control_unsettled")]
    [TestCase("knative.service", """{"ready":"True","is_observed":true,"latest_created":"b","latest_ready":"a"}""", "YELLOW", "control_unsettled")]
    [TestCase("workload.ta", """{"wanted":"running","state":"DOWN","is_observed":true}""", "RED", "platform_incident")]
    [TestCase("workload.ta", """{"wanted":"running","state":"PARTIAL","is_observed":true}""", "YELLOW", "control_unsettled")]
    [TestCase("workload.ta", """{"wanted":"running","state":"RUNNING","is_observed":false}""", "YELLOW", "control_unsettled")]
    [TestCase("workload.ta", """{"wanted":"suspended","state":"SUSPENDED","is_observed":true}""", "YELLOW", "ta_suspended")]
    [TestCase("workload.ta", """{"wanted":"running","state":"RUNNING","lifecycle":"FAILED","is_observed":true}""", "RED", "platform_incident")]
    [TestCase("workload.ta", """{"wanted":"running","state":"RUNNING","job_manager":"MISSING","is_observed":true}""", "RED", "platform_incident")]
    [TestCase("workload.ta", """{"wanted":"running","state":"RUNNING","lifecycle":"STABLE","job_manager":"READY","is_observed":true}""", "GREEN", null)]
    [TestCase("cnpg.cluster", """{"phase":"Failing over","instances":2,"ready_instances":0}""", "RED", "platform_incident")]
    [TestCase("cnpg.cluster", """{"phase":"Cluster in healthy state","instances":2,"ready_instances":1}""", "YELLOW", "control_unsettled")]
    [TestCase("altinity.installation", """{"status":"Aborted"}""", "RED", "platform_incident")]
    [TestCase("altinity.installation", """{"status":"InProgress"}""", "YELLOW", "control_unsettled")]
    [TestCase("pods.all", """{"pods":[]}""", "YELLOW", "pod_unwell")]
    [TestCase("pods.all", """{"pods":[{"name":"a","phase":"Running","ready":false,"waiting":"CrashLoopBackOff","restarts":7}]}""", "YELLOW", "pod_unwell")]
    [TestCase("pods.all", """{"pods":[{"name":"migrate","phase":"Succeeded","ready":false}]}""", "GREEN", null)]
    [TestCase("deployments.all", """{"deployments":[]}""", "YELLOW", "pod_unwell")]
    [TestCase("deployments.all", """{"deployments":[{"name":"a","replicas":2,"ready":1,"is_observed":true}]}""", "YELLOW", "pod_unwell")]
    [TestCase("deployments.all", """{"deployments":[{"name":"a","replicas":1,"ready":1,"is_observed":true,"patched_by":"kubectl-edit"}]}""", "YELLOW", "drift")]
    [TestCase("deployments.all",
        """{"deployments":[{"name":"torghut-ws","app":"torghut-ws","replicas":1,"ready":1,"is_observed":true,"image":"ws:2"}]}""", "YELLOW", "drift")]
    public void Judge_ChangedFactOfACluster_HasItsRule(string id, string value, string verdict, string? rule)
    {
        var facts = Facts.InCluster();
        Assume.That(Judge(facts).Verdict, Is.EqualTo(Verdict.Green));
        facts[id] = facts[id] with { Value = JsonNode.Parse(value) };
        AssertRule(Judge(facts), id, verdict, rule);
    }

    [Test]
    public void Judge_SuspendedStrategy_SaysForHowLongAndWhy()
    {
        var facts = Facts.Healthy();
        const string Id = "postgres.suspended_strategies";
        facts[Id] = facts[Id] with { Value = JsonNode.Parse("""{"strategies":[{"strategy":"trend","age_seconds":600,"reason":"runaway"}]}""") };
        Assert.That(Judge(facts).Headline, Is.EqualTo("The strategy trend is suspended for 10 min: runaway."));
    }

    [Test]
    public void Judge_PausedSink_ExplainsRowsThatAreOld()
    {
        var facts = Facts.Healthy();
        facts["ta.status"] = facts["ta.status"] with
        {
            Value = JsonNode.Parse("""{"status":"degraded:sink_configuration","input_gap_records":0,"sink_gap_rows":0}"""),
        };
        facts["clickhouse.ta_signals"] = facts["clickhouse.ta_signals"] with { Value = JsonNode.Parse("""{"rows":3,"lag_seconds":3000}""") };
        var judgement = Judge(facts);
        Assert.That(
            (judgement.Verdict, judgement.TopCause?.Rule, judgement.TopCause?.Explains.Count), Is.EqualTo((Verdict.Red, (string?)"sink_paused", (int?)1)));
    }

    [Test]
    public void Judge_SuspendedTa_ExplainsRowsThatAreOld()
    {
        var facts = Facts.InCluster();
        facts["workload.ta"] = facts["workload.ta"] with { Value = JsonNode.Parse("""{"wanted":"suspended","state":"SUSPENDED","is_observed":true}""") };
        facts["clickhouse.ta_signals"] = facts["clickhouse.ta_signals"] with { Value = JsonNode.Parse("""{"rows":3,"lag_seconds":3000}""") };
        var judgement = Judge(facts);
        Assert.That((judgement.Verdict, judgement.TopCause!.Rule, judgement.TopCause.Explains.Count), Is.EqualTo((Verdict.Red, "ta_suspended", 1)));
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
        facts[id] = facts[id] with { Outcome = Outcome.Timeout, Value = null, Detail = "no answer within 3000 ms" };
        var judgement = Judge(facts);
        AssertRule(judgement, id, verdict, rule);
        Assert.That(judgement.Confidence, Does.StartWith("reduced").And.Contain(id));
    }

    [TestCase("clickhouse.ping", "RED")]
    [TestCase("postgres.ping", "RED")]
    [TestCase("trading.status", "RED")]
    [TestCase("ws.readyz", "YELLOW")]
    public void Judge_NotConfigured_CountsAsTheWorstItCouldSay(string id, string verdict)
    {
        var facts = Facts.Healthy();
        facts[id] = facts[id] with { Outcome = Outcome.NotConfigured, Value = null, Detail = NotConfigured };
        AssertRule(Judge(facts), id, verdict, "not_configured");
    }

    [TestCase("2026-02-12T15:10:00Z", "for 10 min more")]
    [TestCase("2026-02-12T14:50:00Z", "since 10 min it should be on again")]
    [TestCase("soon", "nobody knows until when")]
    public void Judge_SelfHealPaused_SaysWhoseAndForHowLong(string until, string expected)
    {
        var facts = Facts.InCluster();
        facts["argocd.applications"] = facts["argocd.applications"] with
        {
            Value = JsonNode.Parse($$"""
                {"applications":[{"name":"a","sync":"Synced","health":"Healthy","self_heal":false,"paused_by":"ann","paused_for":"ws loops","paused_until":"{{until}}"}]}
                """),
        };
        Assert.That(Judge(facts).Headline, Is.EqualTo($"Argo CD's self-heal of a is paused by ann ({expected}): ws loops."));
    }

    [Test]
    public void Judge_StopEngaged_SaysSinceWhenAndWhy()
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with
        {
            Value = JsonNode.Parse(Facts.Status("""
                {"emergency_stop":true,"engaged":[{"latch":"emergency_stop","engaged_at":"2026-02-12T14:00:00Z","reason":"fat finger"}]}
                """)),
        };
        Assert.That(Judge(facts).Headline, Is.EqualTo("The emergency stop is engaged since 2026-02-12 14:00:00 UTC (60 min): fat finger."));
    }

    [TestCase(0, "YELLOW", "stop_engaged")]
    [TestCase(1, "RED", "kill_switch_inconsistent")]
    public void Judge_KillSwitchOn_OneOrderIsTooMany(int orders, string verdict, string rule)
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with { Value = JsonNode.Parse(Facts.Status("""{"kill_switch_enabled":true}""")) };
        facts["postgres.orders_sent"] = facts["postgres.orders_sent"] with { Value = new JsonObject { ["orders"] = orders } };
        AssertRule(Judge(facts), "trading.status", verdict, rule);
    }

    [Test]
    public void Judge_KillSwitchOn_IsNamed()
    {
        var facts = Facts.Healthy();
        facts["trading.status"] = facts["trading.status"] with { Value = JsonNode.Parse(Facts.Status("""{"kill_switch_enabled":true}""")) };
        facts["postgres.orders_sent"] = facts["postgres.orders_sent"] with { Value = JsonNode.Parse("""{"orders":0}""") };
        AssertRule(Judge(facts), "trading.status", "YELLOW", "stop_engaged");
    }

    /// <summary>They are settings: nobody knows since when, but since the start at least.</summary>
    [TestCase("kill_switch_enabled", true, "The kill switch is on, at least since 2026-02-12 14:30:00 UTC (30 min): no order leaves.")]
    [TestCase("trading_enabled", false, "Trading is paused: TRADING_ENABLED is false, at least since 2026-02-12 14:30:00 UTC (30 min).")]
    public void Judge_SwitchThatStops_HasItsAge(string name, bool value, string headline)
    {
        var facts = Facts.Healthy();
        var changes = new JsonObject { [name] = value, ["switches_read_at"] = "2026-02-12T14:30:00Z" }.ToJsonString();
        facts["trading.status"] = facts["trading.status"] with { Value = JsonNode.Parse(Facts.Status(changes)) };
        facts["postgres.orders_sent"] = facts["postgres.orders_sent"] with { Value = JsonNode.Parse("""{"orders":0}""") };
        Assert.That(Judge(facts).Headline, Is.EqualTo(headline));
    }

    [TestCase("processes.infrastructure", "control", "RED")]
    [TestCase("processes.services", "compute", "YELLOW")]
    public void Judge_PlaneOfWhichNothingWasSeen_IsNeverGreen(string id, string plane, string verdict)
    {
        var facts = Facts.Healthy();
        facts.Remove(id);
        var judgement = Judge(facts);
        Assert.Multiple(() =>
        {
            Assert.That(judgement.Verdict.ToString().ToUpperInvariant(), Is.EqualTo(verdict));
            Assert.That(judgement.Interpretations.Select(i => i.Text), Has.Member($"Nothing was seen of the {plane} plane."));
            Assert.That(judgement.Confidence, Does.StartWith("low").And.Contain(plane));
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
        facts["postgres.ping"] = facts["postgres.ping"] with { Outcome = Outcome.Unreachable, Detail = "down" };
        facts["clickhouse.ping"] = facts["clickhouse.ping"] with { Outcome = Outcome.Unreachable, Detail = "down" };
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

    [Test]
    public void Judge_StoreDown_ExplainsWhatFollows()
    {
        var facts = Facts.Healthy();
        foreach (var id in facts.Keys.Where(id => id.StartsWith("clickhouse.", StringComparison.Ordinal)).ToArray())
        {
            facts[id] = facts[id] with { Outcome = Outcome.Unreachable, Value = null, Detail = "refused" };
        }

        facts["ta.readyz"] = facts["ta.readyz"] with { Value = JsonNode.Parse("""{"ready":false,"error_class":"clickhouse_down"}""") };
        var judgement = Judge(facts);
        Assert.That((judgement.TopCause!.Rule, judgement.TopCause.Plane, judgement.TopCause.Subject), Is.EqualTo(("data_pipeline_incident", Plane.Data, "clickhouse")));
        Assert.That(judgement.TopCause.Explains, Has.Count.EqualTo(2));
        Assert.That(judgement.Interpretations.Where(i => i.ExplainedBy is null), Has.One.Items);
    }

    [Test]
    public void Judge_ForwarderDownAndRowsOld_NamesTheForwarder()
    {
        var facts = Facts.Healthy();
        facts["ws.readyz"] = facts["ws.readyz"] with { Outcome = Outcome.Unreachable, Value = null, Detail = "refused" };
        facts["clickhouse.ta_signals"] = facts["clickhouse.ta_signals"] with { Value = JsonNode.Parse("""{"rows":1,"lag_seconds":500}""") };
        var judgement = Judge(facts);
        Assert.That((judgement.Verdict, judgement.TopCause!.Rule, judgement.TopCause.Subject), Is.EqualTo((Verdict.Red, "component_not_ready", "ws")));
        Assert.That(judgement.TopCause.Explains.Single(), Does.Contain("500 s behind"));
    }

    [Test]
    public void Judge_SessionNotKnown_CountsAsOpen()
    {
        var facts = Facts.Healthy();
        facts.Remove("market.session");
        facts["clickhouse.ta_signals"] = facts["clickhouse.ta_signals"] with { Value = JsonNode.Parse("""{"rows":1,"lag_seconds":500}""") };
        AssertRule(Judge(facts), "clickhouse.ta_signals", "RED", "data_pipeline_incident");
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
