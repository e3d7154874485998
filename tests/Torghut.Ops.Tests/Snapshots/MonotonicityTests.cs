using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;
using Torghut.Ops.Snapshots.Classification;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>Looking less never makes the system look better.</summary>
public sealed class MonotonicityTests
{
    /// <summary>What each probe may say beside that all is well.</summary>
    private static readonly (string Id, string Value)[] Bad =
    [
        ("cluster.api", """{"cluster":"kubernetes"}"""),
        ("cluster.api", """{"cluster":"kubernetes","answered_at":"2026-02-12T14:57:30Z"}"""),
        ("argocd.applications", """{"applications":[{"name":"a","sync":"OutOfSync","health":"Healthy","self_heal":false}]}"""),
        ("argocd.applications", """{"applications":[{"name":"a","sync":"Synced","health":"Degraded","self_heal":true}]}"""),
        ("argocd.applications", """{"cluster":"none"}"""),
        ("knative.service", """{"ready":"False","is_observed":true}"""),
        ("workload.ta", """{"wanted":"suspended","state":"SUSPENDED","is_observed":true}"""),
        ("workload.ta", """{"wanted":"running","state":"FAILED","is_observed":true}"""),
        ("cnpg.cluster", """{"phase":"Failing over","instances":2,"ready_instances":0}"""),
        ("altinity.installation", """{"status":"Aborted"}"""),
        ("pods.all", """{"pods":[]}"""),
        ("deployments.all", """{"deployments":[{"name":"a","replicas":2,"ready":1,"is_observed":true}]}"""),
        ("processes.infrastructure", """{"processes":[{"name":"clickhouse","state":"gone"}]}"""),
        ("processes.services", """{"processes":[{"name":"torghut-ws","state":"stopped"}]}"""),
        ("market.session", """{"open":false}"""),
        ("trading.status", Facts.Status("""{"mode":"live"}""")),
        ("trading.status", Facts.Status("""{"trading_enabled":false}""")),
        ("trading.status", Facts.Status("""{"kill_switch_enabled":true}""")),
        ("trading.status", Facts.Status("""{"last_tick_at":"2026-02-12T14:58:01Z"}""")),
        ("trading.status", Facts.Status("""{"last_tick_at":"2026-02-12T14:57:50Z","engaged":[{"latch":"daily_loss"}]}""")),
        ("trading.status", Facts.Status("""{"last_outcome":"universe_fail_safe_blocked"}""")),
        ("trading.status", Facts.Status("""{"reconcile_interval_seconds":1,"universe":["AAPL"]}""")),
        ("trading.health", """{"dependencies":{"alpaca":{"ok":false,"fault":"refused"}}}"""),
        ("trading.advisory", """{"mode":"active","policy_resolution":"violation","reasons":["llm_demoted"]}"""),
        ("trading.readyz", """{"ready":false}"""),
        ("ws.readyz", """{"ready":false,"error_class":"auth"}"""),
        ("ws.symbols", """{"symbols":["AAPL"]}"""),
        ("ta.readyz", """{"ready":false,"error_class":"clickhouse_down"}"""),
        ("ta.status", """{"status":"ok","input_gap_records":3,"sink_gap_rows":0}"""),
        ("kafka.groups", """{"groups":[{"group":"torghut-ta-live","state":"Stable","topic":"torghut.trades.v1","lag":60000}]}"""),
        ("kafka.topics", """{"topics":[]}"""),
        ("clickhouse.ta_signals", """{"rows":3,"lag_seconds":119}"""),
        ("clickhouse.ta_signals", """{"rows":3,"lag_seconds":3000}"""),
        ("clickhouse.ta_microbars", """{"rows":0,"lag_seconds":null}"""),
        ("clickhouse.replicas", """{"read_only":1}"""),
        ("clickhouse.disks", """{"free_ratio":0.01}"""),
        ("postgres.position_snapshots", """{"accounts":[{"account":"paper","newest_age_seconds":70}]}"""),
        ("postgres.position_snapshots", """{"accounts":[{"account":"paper","newest_age_seconds":700}]}"""),
        ("postgres.suspended_strategies", """{"strategies":[{"strategy":"trend","age_seconds":600,"reason":"runaway"}]}"""),
        ("ta.status", """{"status":"suspended","input_gap_records":0,"sink_gap_rows":0}"""),
        ("postgres.orders_sent", """{"orders":0}"""),
        ("postgres.rejections_recent", """{"symbol_not_allowed":50}"""),
        ("postgres.rejections_before", "{}"),
        ("universe.symbols", """{"symbols":[]}"""),
    ];

    private static readonly Outcome[] Failures = [.. Enum.GetValues<Outcome>().Where(outcome => outcome != Outcome.Ok)];
    private static readonly SnapshotOptions Options = new();

    [TestCase(3_000)]
    [TestCase(100_000, Category = "Drill")]
    public void Judge_EvidenceRemovedOrAged_ImprovesNothing(int subsets)
    {
        for (var seed = 0; seed < subsets; seed++)
        {
            var random = new Random(seed);
            var before = Some(random);
            var after = Degrade(random, before);
            var (first, second) = (Classifier.Judge(before, Options, Facts.Now), Classifier.Judge(after, Options, Facts.Now));
            if (second.Verdict < first.Verdict || second.Level < first.Level || second.Coverage.Blind.Count < first.Coverage.Blind.Count
                || (second.Coverage.Blind.Count > 0 && second.Verdict == Verdict.Green))
            {
                Assert.Fail(
                    $"Seed {seed}: {first.Verdict} ({first.Headline}; {first.Confidence}) became {second.Verdict} ({second.Headline}; {second.Confidence}).");
            }
        }
    }

    /// <summary>A system where some things are bad and some are not seen.</summary>
    private static Fact[] Some(Random random)
    {
        var facts = random.Next(2) == 0 ? Facts.Healthy() : Facts.InCluster();
        for (var i = random.Next(5); i > 0; i--)
        {
            var (id, value) = Bad[random.Next(Bad.Length)];
            if (facts.TryGetValue(id, out var fact))
            {
                facts[id] = fact with { Value = JsonNode.Parse(value) };
            }
        }

        for (var i = random.Next(3); i > 0; i--)
        {
            var id = facts.Keys.ElementAt(random.Next(facts.Count));
            facts[id] = facts[id] with { Outcome = Failures[random.Next(Failures.Length)], Value = id == "cluster.api" ? facts[id].Value : null, Detail = "failed" };
        }

        return [.. facts.Values];
    }

    private static Fact[] Degrade(Random random, Fact[] facts)
    {
        var share = random.NextDouble();
        return [.. facts
            .Where(_ => random.NextDouble() >= share * 0.5)
            .Select(fact => random.NextDouble() < share ? fact with { ObservedAt = fact.ObservedAt.AddSeconds(-random.Next(1, 120)) } : fact)];
    }
}
