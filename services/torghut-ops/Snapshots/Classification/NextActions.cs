using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>Who does what about each rule.</summary>
internal static class NextActions
{
    private const string Runbooks = "docs/runbooks/";

    public static NextAction For(Interpretation interpretation) => interpretation.Rule switch
    {
        "data_pipeline_incident" =>
            Make(interpretation, "Follow the data from the forwarder to ClickHouse and restart the part that stands still.",
                "data on-call", "freshness.md#rows-stale"),
        "component_not_ready" => Make(interpretation, "Read the component's error class and its log.", "data on-call", "platform.md#component-not-ready"),
        "group_behind" =>
            Make(interpretation, "Find out whether who reads stands still or is too slow; it catches up by itself.", "data on-call", "ta.md#group-lag"),
        "topic_contract" =>
            Make(interpretation, "Bring the topic's settings back to the contract's before records go that a replay needs.",
                "platform on-call", "platform.md#topics"),
        "input_gap" => Make(interpretation, "Indicators went on without them: find out why reading stood still.", "data on-call", "ta.md#input-gap"),
        "platform_incident" or "process_down" =>
            Make(interpretation, "Start what is not running; then look at what followed from it.", "platform on-call", "platform.md#processes"),
        "api_intermittent" =>
            Make(interpretation, "Ask the API server again; what it says of the other parts may be late.", "platform on-call", "platform.md#processes"),
        "control_unsettled" or "pod_unwell" =>
            Make(interpretation, "Read the object's conditions and events; wait for a change that is on its way.",
                "platform on-call", "platform.md#cluster-objects"),
        "ta_suspended" => Make(interpretation, "Find out who suspended it and why; resume it by its procedure.", "data on-call", "ta.md#ta-suspended"),
        "sink_paused" =>
            Make(interpretation, "Find out who paused it and why; start it without TA_SINK_STATE=paused.", "data on-call", "ta.md#ta-suspended"),
        "strategy_suspended" =>
            Make(interpretation, "Find out why it entered so often; resume it when that is mended.",
                "strategy owner", "trading.md#strategy-needs-a-person"),
        "self_heal_paused" =>
            Make(interpretation, "Bring the emergency's change into Git, then put self-heal back: actuate --restore-self-heal.",
                "platform on-call", "platform.md#drift"),
        "drift" => Make(interpretation, "Compare the cluster with Git; bring the difference into Git or undo it.", "platform on-call", "platform.md#drift"),
        "broker_unreachable" or "dependency_failed" =>
            Make(interpretation, "Look at what torghut-trading cannot reach; nothing is sent blindly meanwhile.", "trading on-call", "trading.md#dependency"),
        "universe_fail_safe_blocked" =>
            Make(interpretation, "Bring the universe back: look at torghut-ops and at its symbols.", "strategy owner", "trading.md#universe"),
        "position_snapshot_old" =>
            Make(interpretation, "Find out why reconciliation stands still; pause trading when it stays so.", "trading on-call", "trading.md#reconcile-lag"),
        "replica_read_only" => Make(interpretation, "Bring Keeper back, then restore the replica.", "platform on-call", "clickhouse.md#replica-and-keeper"),
        "disk_low" => Make(interpretation, "Add disk space, or free some; pause TA's writes meanwhile.", "platform on-call", "clickhouse.md#disk"),
        "service_incident" =>
            Make(interpretation, "Read torghut-trading's log and status; keep the kill switch on until the loop ticks.",
                "trading on-call", "trading.md#trading-loop"),
        "postgres_unavailable" => Make(interpretation, "Bring Postgres back; trading only observes until then.", "platform on-call", "platform.md#postgres"),
        "unexpected_posture" =>
            Make(interpretation, "Stop trading, then find out who changed the switches.", "trading on-call", "stops.md#unexpected-mode"),
        "kill_switch_inconsistent" =>
            Make(interpretation, "Stop trading, then find out who changed the switches.", "trading on-call", "stops.md#kill-switch-drift"),
        "stop_engaged" => Make(interpretation, "Find out why it was engaged; arm again when that is mended.", "trading on-call", "stops.md#latch-engaged"),
        "mass_cancel_failing" => Make(interpretation, "Cancel the open orders at the broker by hand.", "trading on-call", "stops.md#a-stop-does-not-hold"),
        "plane_unseen" =>
            Make(interpretation, "Look at that plane by hand: its probes gave no answer, or there is none.", "platform on-call", "platform.md#plane-unseen"),
        "rejections_universe" or "universe_differs" or "universe_empty" =>
            Make(interpretation, "Compare the universe, the strategies' symbols and the forwarder's list.", "strategy owner", "trading.md#universe"),
        "held_symbol_unwatched" =>
            Make(interpretation, "Give the symbol a strategy, or close its position by hand.", "strategy owner", "trading.md#strategy-needs-a-person"),
        "rejections_policy" => Make(interpretation, "Find the policy change behind the rejections.", "strategy owner", "trading.md#rejections"),
        "advisory_posture" =>
            Make(interpretation, "Read the reasons in the llm part of /trading/status; trading goes on without advice.",
                "strategy owner", "advice.md#advisory-posture"),
        "not_configured" => Make(interpretation, "Set the missing address in the service's environment.", "platform on-call", "platform.md#not-configured"),
        _ => Make(interpretation, "Run the fact's command by hand; take another snapshot.", "platform on-call", "platform.md#probe-failed"),
    };

    private static NextAction Make(Interpretation interpretation, string action, string owner, string section) =>
        new(interpretation.Rule, action, owner, Runbooks + section);
}
