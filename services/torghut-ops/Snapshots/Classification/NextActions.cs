using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Who does what about each rule.</summary>
internal static class NextActions
{
    private const string Runbooks = "docs/runbooks.md";

    public static NextAction For(Interpretation interpretation) => interpretation.Rule switch
    {
        "data_pipeline_incident" =>
            Make(interpretation, "Follow the data from the forwarder to ClickHouse and restart the part that stands still.", "data on-call", "data-pipeline"),
        "component_not_ready" => Make(interpretation, "Read the component's error class and its log.", "data on-call", "component-not-ready"),
        "replica_read_only" or "disk_low" => Make(interpretation, "Restore the replica, or free or add disk space.", "platform on-call", "clickhouse-storage"),
        "service_incident" =>
            Make(interpretation, "Read torghut-trading's log and status; keep the kill switch on until the loop ticks.", "trading on-call", "trading-loop"),
        "postgres_unavailable" => Make(interpretation, "Bring Postgres back; trading only observes until then.", "platform on-call", "postgres"),
        "unexpected_posture" or "kill_switch_inconsistent" =>
            Make(interpretation, "Stop trading, then find out who changed the switches.", "trading on-call", "posture"),
        "rejections_universe" or "universe_differs" or "universe_empty" =>
            Make(interpretation, "Compare the universe, the strategies' symbols and the forwarder's list.", "strategy owner", "universe"),
        "rejections_policy" => Make(interpretation, "Find the policy change behind the rejections.", "strategy owner", "rejections"),
        "not_configured" => Make(interpretation, "Set the missing address in the service's environment.", "platform on-call", "not-configured"),
        _ => Make(interpretation, "Run the fact's command by hand; take another snapshot.", "platform on-call", "probe-failed"),
    };

    private static NextAction Make(Interpretation interpretation, string action, string owner, string section) =>
        new(interpretation.Rule, action, owner, $"{Runbooks}#{section}");
}
