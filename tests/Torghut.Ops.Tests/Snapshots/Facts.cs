using System.Text.Json.Nodes;
using Torghut.Contracts;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>The facts of a system where all is well, to be changed by a test.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 2, 12, 15, 0, 0, TimeSpan.Zero);

    public static Dictionary<string, Fact> Healthy() => new Fact[]
    {
        Make(Plane.Control, "cluster", "api", """{"cluster":"none"}"""),
        Make(Plane.Control, "processes", "infrastructure", """{"processes":[{"name":"kafka","state":"running"},{"name":"clickhouse","state":"running"}]}"""),
        Make(Plane.Compute, "processes", "services", """{"processes":[{"name":"torghut-ws","state":"running"}]}"""),
        Make(Plane.Decision, "trading", "status", Status()),
        Make(Plane.Decision, "trading", "health", """{"dependencies":{"postgres":{"ok":true,"fault":null},"alpaca":{"ok":true,"fault":null}}}"""),
        Make(Plane.Decision, "trading", "advisory", """{"mode":"off","policy_resolution":"compliant","reasons":[],"open_circuits":[]}"""),
        Make(Plane.Decision, "market", "session", """{"open":true}""") with { Detail = "torghut-trading" },
        Make(Plane.Decision, "trading", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ws", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ws", "symbols", """{"symbols":["AAPL","SPY"]}"""),
        Make(Plane.Data, "ta", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ta", "status", """{"status":"ok","input_gap_records":0,"sink_gap_rows":0,"corporate_actions":[]}"""),
        Make(Plane.Data, "kafka", "groups",
            """
            {"groups":[{"group":"torghut-ta-live","state":"Stable","topic":"torghut.bars.1m.v1","lag":0,"partitions":3},
            {"group":"torghut-ta-live","state":"Stable","topic":"torghut.quotes.v1","lag":0,"partitions":3},
            {"group":"torghut-ta-live","state":"Stable","topic":"torghut.trades.v1","lag":0,"partitions":3},
            {"group":"torghut-ta-live-sink","state":"Stable","topic":"torghut.ta.bars.1s.v1","lag":0,"partitions":3},
            {"group":"torghut-ta-live-sink","state":"Stable","topic":"torghut.ta.signals.v1","lag":0,"partitions":3}]}
            """),
        Make(Plane.Data, "kafka", "topics", AgreedTopics()),
        Make(Plane.Data, "clickhouse", "ping", """{"version":"26.7"}"""),
        Make(Plane.Data, "clickhouse", "ta_signals", """{"rows":10,"newest_event_ts":"2026-02-12T14:59:57.000Z","lag_seconds":2.5}"""),
        Make(Plane.Data, "clickhouse", "ta_microbars", """{"rows":10,"lag_seconds":2.5}"""),
        Make(Plane.Data, "clickhouse", "fresh_symbols", """{"skipped":false,"symbols":["AAPL","SPY"]}"""),
        Make(Plane.Data, "clickhouse", "replicas", """{"replicas":0,"read_only":0,"queue":0}"""),
        Make(Plane.Data, "clickhouse", "parts", """{"parts":12,"merges":0}"""),
        Make(Plane.Data, "clickhouse", "disks", """{"free_ratio":0.5}"""),
        Make(Plane.Data, "postgres", "ping", """{"version":180004}"""),
        Make(Plane.Data, "postgres", "rows", """{"executions":3}"""),
        Make(Plane.Data, "postgres", "position_snapshots", """{"accounts":[{"account":"paper","newest_age_seconds":10}]}"""),
        Make(Plane.Decision, "postgres", "decisions_by_status", """{"filled":3}"""),
        Make(Plane.Decision, "postgres", "executions_by_status", """{"filled":3}"""),
        Make(Plane.Decision, "postgres", "suspended_strategies", """{"strategies":[]}"""),
        Make(Plane.Decision, "postgres", "orders_sent", """{"orders":3}"""),
        Make(Plane.Decision, "postgres", "reviews", """{"reviews":10,"vetoes":3,"requests":20,"tokens":30000}"""),
        Make(Plane.Decision, "postgres", "rejections_recent", """{"stale_signal":2}"""),
        Make(Plane.Decision, "postgres", "rejections_before", """{"stale_signal":300}"""),
        Make(Plane.Data, "universe", "symbols", """{"count":2,"symbols":["AAPL","SPY"]}"""),
    }.ToDictionary(f => f.Id);

    /// <summary>The contract's topics as they should be; one of them may be given otherwise.</summary>
    public static string AgreedTopics(string? name = null, Action<JsonObject>? spoil = null) => new JsonObject
    {
        ["topics"] = new JsonArray([.. Topics.All.Select(topic =>
        {
            var row = new JsonObject
            {
                ["topic"] = topic.Name,
                ["partitions"] = (double)topic.Partitions,
                ["earliest"] = 0.0,
                ["end"] = 10.0,
                ["retention_hours"] = topic.Retention?.TotalHours,
                ["cleanup"] = topic.Cleanup switch
                {
                    TopicCleanup.Compact => "compact",
                    TopicCleanup.CompactAndDelete => "compact,delete",
                    _ => "delete",
                },
            };
            if (topic.Name == name)
            {
                spoil?.Invoke(row);
            }

            return row;
        })]),
    }.ToJsonString();

    /// <summary>The same in a cluster: its objects in place of processes.</summary>
    public static Dictionary<string, Fact> InCluster()
    {
        var facts = Healthy();
        facts.Remove("processes.infrastructure");
        facts.Remove("processes.services");
        foreach (var fact in new[]
        {
            Make(Plane.Control, "cluster", "api", """{"cluster":"kubernetes","version":"v1.36.3"}"""),
            Make(Plane.Control, "argocd", "applications", """{"applications":[{"name":"torghut-ta","sync":"Synced","health":"Healthy","self_heal":true}]}"""),
            Make(Plane.Control, "knative", "service", """{"ready":"True","is_observed":true,"latest_created":"torghut-2","latest_ready":"torghut-2"}"""),
            Make(Plane.Control, "workload", "ta", """{"kind":"Deployment","wanted":"running","state":"RUNNING","is_observed":true}"""),
            Make(Plane.Control, "cnpg", "cluster", """{"phase":"Cluster in healthy state","instances":2,"ready_instances":2}"""),
            Make(Plane.Control, "altinity", "installation", """{"status":"Completed"}"""),
            Make(Plane.Compute, "pods", "all", """{"pods":[{"name":"ws-1","app":"torghut-ws","phase":"Running","ready":true,"restarts":0,"image":"ws:1"}]}"""),
            Make(Plane.Compute, "deployments", "all",
                """{"deployments":[{"name":"torghut-ws","app":"torghut-ws","replicas":1,"ready":1,"is_observed":true,"image":"ws:1"}]}"""),
        })
        {
            facts[fact.Id] = fact;
        }

        return facts;
    }

    /// <summary>The posture of a loop that is well, with what a test changes; a change to null takes the member away.</summary>
    public static string Status(string changes = "{}")
    {
        var status = (JsonObject)JsonNode.Parse("""
            {"account":"paper","mode":"paper","trading_enabled":true,"live_enabled":false,"kill_switch_enabled":false,"last_error":null,"last_tick_at":"2026-02-12T14:59:58Z",
            "engaged":[],"universe":["AAPL","SPY"],"reconcile_interval_seconds":15}
            """)!;
        foreach (var (name, value) in (JsonObject)JsonNode.Parse(changes)!)
        {
            status[name] = value?.DeepClone();
        }

        return status.ToJsonString();
    }

    public static Fact Make(Plane plane, string component, string probe, string json) =>
        new(plane, component, probe, "command", Now, Outcome.Ok, JsonNode.Parse(json), null, 1);
}
