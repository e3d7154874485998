using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Which interpretation follows from which, so that ten red lines have one head.</summary>
internal static class Causes
{
    /// <summary>Along the way of the data: what stands earlier explains what stands later. The table has no circle (tested).</summary>
    public static IReadOnlyList<CauseRow> Rows { get; } =
    [
        new("platform_incident", "clickhouse", "data_pipeline_incident", "clickhouse"),
        new("platform_incident", "postgres", "postgres_unavailable", null),
        new("platform_incident", "kafka", "component_not_ready", "ws"),
        new("platform_incident", "kafka", "component_not_ready", "ta"),
        new("platform_incident", "kafka", "data_pipeline_incident", "freshness"),
        new("platform_incident", "kafka", "probe_failed", "kafka"),
        new("platform_incident", "registry", "component_not_ready", "ws"),
        new("platform_incident", "registry", "component_not_ready", "ta"),
        new("platform_incident", "alpaca", "broker_unreachable", null),
        new("platform_incident", "alpaca", "component_not_ready", "ws"),
        new("platform_incident", "alpaca", "data_pipeline_incident", "freshness"),
        new("platform_incident", "torghut-trading", "service_incident", null),
        new("platform_incident", "torghut-trading", "component_not_ready", "trading"),
        new("platform_incident", "torghut-ta", "component_not_ready", "ta"),
        new("platform_incident", "torghut-ta", "data_pipeline_incident", "freshness"),
        .. ClusterRules.Components.Select(component => new CauseRow("platform_incident", "cluster", "probe_failed", component)),
        .. ClusterRules.Components.Select(component => new CauseRow("api_intermittent", "cluster", "probe_failed", component)),
        new("ta_suspended", "torghut-ta", "component_not_ready", "ta"),
        new("ta_suspended", "torghut-ta", "data_pipeline_incident", "freshness"),
        new("sink_paused", "ta", "data_pipeline_incident", "freshness"),
        new("sink_paused", "ta", "group_behind", "ta"),
        new("process_down", "torghut-ws", "component_not_ready", "ws"),
        new("process_down", "torghut-ws", "probe_failed", "ws"),
        new("process_down", "torghut-ta", "component_not_ready", "ta"),
        new("process_down", "torghut-ta", "probe_failed", "ta"),
        new("component_not_ready", "ws", "probe_failed", "ws"),
        new("component_not_ready", "ta", "probe_failed", "ta"),
        new("process_down", "torghut-trading", "service_incident", null),
        new("process_down", "torghut-ops", "universe_fail_safe_blocked", null),
        new("platform_incident", "kafka", "group_behind", null),
        new("ta_suspended", "torghut-ta", "group_behind", "ta"),
        new("process_down", "torghut-ta", "group_behind", "ta"),
        new("process_down", "torghut-trading", "group_behind", "trading"),
        new("component_not_ready", "ta", "group_behind", "ta"),
        new("data_pipeline_incident", "clickhouse", "group_behind", "ta"),
        new("service_incident", null, "group_behind", "trading"),
        new("component_not_ready", "ws", "data_pipeline_incident", "freshness"),
        new("component_not_ready", "ta", "data_pipeline_incident", "freshness"),
        new("data_pipeline_incident", "clickhouse", "component_not_ready", "ta"),
        new("data_pipeline_incident", "clickhouse", "service_incident", null),
        new("data_pipeline_incident", "clickhouse", "component_not_ready", "trading"),
        new("data_pipeline_incident", "clickhouse", "probe_failed", "clickhouse"),
        new("data_pipeline_incident", "clickhouse", "dependency_failed", "clickhouse"),
        new("postgres_unavailable", null, "service_incident", null),
        new("postgres_unavailable", null, "component_not_ready", "trading"),
        new("postgres_unavailable", null, "position_snapshot_old", null),
        new("postgres_unavailable", null, "probe_failed", "postgres"),
        new("postgres_unavailable", null, "dependency_failed", "postgres"),
        new("broker_unreachable", null, "service_incident", null),
        new("broker_unreachable", null, "component_not_ready", "trading"),
        new("broker_unreachable", null, "position_snapshot_old", null),
        new("service_incident", null, "component_not_ready", "trading"),
        new("service_incident", null, "position_snapshot_old", null),
        new("service_incident", null, "probe_failed", "trading"),
        new("service_incident", null, "probe_failed", "market"),
        new("universe_empty", null, "universe_fail_safe_blocked", null),
    ];

    /// <summary>The interpretations, each with what explains it in the end.</summary>
    public static IReadOnlyList<Interpretation> Explain(IReadOnlyList<Interpretation> found) =>
        [.. found.Select(effect => Root(effect, found) is { } root && root != effect ? effect with { ExplainedBy = NameOf(root) } : effect)];

    /// <summary>What the first of the worst follows from.</summary>
    public static Interpretation? Top(IReadOnlyList<Interpretation> explained)
    {
        var verdict = explained.Select(i => i.Severity).DefaultIfEmpty(Verdict.Green).Max();
        var worst = explained.FirstOrDefault(i => i.Severity == verdict);
        return worst?.ExplainedBy is { } root ? explained.First(i => i.ExplainedBy is null && NameOf(i) == root) : worst;
    }

    public static string NameOf(Interpretation interpretation) => $"{interpretation.Rule} ({interpretation.Subject})";

    private static Interpretation Root(Interpretation effect, IReadOnlyList<Interpretation> found)
    {
        var cause = Rows.Where(row => row.IsEffect(effect)).SelectMany(row => found.Where(row.IsCause)).FirstOrDefault(cause => cause != effect);
        return cause is null ? effect : Root(cause, found);
    }
}
