using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>The facts of a system where all is well, to be changed by a test.</summary>
internal static class Facts
{
    public static readonly DateTimeOffset Now = new(2026, 2, 12, 15, 0, 0, TimeSpan.Zero);

    public static Dictionary<string, Fact> Healthy() => new Fact[]
    {
        Make(Plane.Control, "cluster", "application", """{"health":"Healthy"}"""),
        Make(Plane.Compute, "cluster", "pods", """{"ready":4}"""),
        Make(Plane.Decision, "trading", "status",
            """{"mode":"paper","live_enabled":false,"kill_switch_enabled":false,"running":true,"last_error":null,"last_tick_at":"2026-02-12T14:59:58Z","universe":["AAPL","SPY"]}"""),
        Make(Plane.Decision, "market", "session", """{"open":true}""") with { Detail = "torghut-trading" },
        Make(Plane.Decision, "trading", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ws", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ta", "readyz", """{"ready":true}"""),
        Make(Plane.Data, "ta", "status", """{"status":"ok","input_gap_records":0,"sink_gap_rows":0,"corporate_actions":[]}"""),
        Make(Plane.Data, "clickhouse", "ping", """{"version":"26.7"}"""),
        Make(Plane.Data, "clickhouse", "ta_signals", """{"rows":10,"lag_seconds":2.5}"""),
        Make(Plane.Data, "clickhouse", "ta_microbars", """{"rows":10,"lag_seconds":2.5}"""),
        Make(Plane.Data, "clickhouse", "replicas", """{"replicas":0,"read_only":0,"queue":0}"""),
        Make(Plane.Data, "clickhouse", "disks", """{"free_ratio":0.5}"""),
        Make(Plane.Data, "postgres", "ping", """{"version":180004}"""),
        Make(Plane.Decision, "postgres", "orders_sent", """{"orders":3}"""),
        Make(Plane.Decision, "postgres", "rejections_recent", """{"stale_signal":2}"""),
        Make(Plane.Decision, "postgres", "rejections_before", """{"stale_signal":300}"""),
        Make(Plane.Data, "universe", "symbols", """{"count":2,"symbols":["AAPL","SPY"]}"""),
    }.ToDictionary(f => f.Id);

    public static Fact Make(Plane plane, string component, string probe, string json) =>
        new(plane, component, probe, "command", Now, true, JsonNode.Parse(json), null, 1);
}
