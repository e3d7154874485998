using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Tests.Snapshots;

/// <summary>Snapshots of systems that are well and not.</summary>
internal static class SampleSnapshots
{
    public static readonly SnapshotMetadata Metadata = new(Facts.Now, Facts.Now.AddSeconds(1), "someone", "1.0", "test");

    public static SystemSnapshot Healthy() => Of(Facts.Healthy());

    /// <summary>ClickHouse is away, the emergency stop is engaged, and much else.</summary>
    public static SystemSnapshot Ill()
    {
        var facts = Facts.Healthy();
        foreach (var id in facts.Keys.Where(id => id.StartsWith("clickhouse.", StringComparison.Ordinal)).ToArray())
        {
            facts[id] = facts[id] with { Outcome = Outcome.Unreachable, Value = null, Detail = "http: ConnectionError <b>|`\u001b[31m" };
        }

        facts["trading.status"] = facts["trading.status"] with
        {
            Value = JsonNode.Parse(Facts.Status("""{"engaged":[{"latch":"emergency_stop","engaged_at":"2026-02-12T14:00:00Z","reason":"<script>\n"}]}""")),
        };
        facts["ta.readyz"] = facts["ta.readyz"] with { Value = JsonNode.Parse("""{"ready":false,"error_class":"clickhouse_down"}""") };
        facts["postgres.rejections_recent"] = facts["postgres.rejections_recent"] with { Value = JsonNode.Parse("""{"stale_signal":25.5,"new_one":3}""") };
        facts["clickhouse.disks"] = facts["clickhouse.disks"] with { Outcome = Outcome.Ok, Value = JsonNode.Parse("""{"free_ratio":0.055}"""), Detail = null };
        facts.Remove("universe.symbols");
        return Of(facts);
    }

    public static SystemSnapshot Of(Dictionary<string, Fact> facts) => SnapshotJudge.Judge(Metadata, [.. facts.Values], new SnapshotOptions());
}
