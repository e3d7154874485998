using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>
/// The probes that a verdict needs. One that did not answer weighs as much as the worst it could have said, so that no verdict gets better by looking less.
/// </summary>
internal static class RequiredEvidence
{
    private static readonly EvidenceRow[] Rows =
    [
        new(ClusterRules.Api, ["cluster"], ClusterRules.WithoutAnswer),
        new("argocd.applications", ["applications"], Red) { IsNeeded = IsWithCluster },
        new("knative.service", ["ready", "is_observed"], Red) { IsNeeded = IsWithCluster },
        new("workload.ta", ["wanted", "state", "is_observed"], Red) { IsNeeded = IsWithCluster },
        new("cnpg.cluster", ["phase", "instances", "ready_instances"], Red) { IsNeeded = IsWithCluster },
        new("altinity.installation", ["status"], Red) { IsNeeded = IsWithCluster },
        new("pods.all", ["pods"], Yellow) { IsNeeded = IsWithCluster },
        new("deployments.all", ["deployments"], Yellow) { IsNeeded = IsWithCluster },
        new("processes.infrastructure", ["processes"], WhereKept) { IsNeeded = IsWithoutCluster },
        new("processes.services", ["processes"], Yellow) { IsNeeded = IsWithoutCluster },
        new("market.session", ["open"], Yellow),
        new("trading.status",
            ["account", "mode", "trading_enabled", "live_enabled", "kill_switch_enabled", "last_tick_at", "engaged", "universe"], Red),
        new("trading.health", ["dependencies"], Yellow),
        new("trading.advisory", ["mode", "policy_resolution", "reasons"], Yellow),
        new("trading.readyz", ["ready"], Yellow),
        new("ws.readyz", ["ready"], Yellow),
        new("ws.symbols", ["symbols"], Yellow),
        new("ta.readyz", ["ready"], Yellow),
        new("ta.status", ["status", "input_gap_records", "sink_gap_rows"], Yellow),
        new("kafka.groups", ["groups"], Yellow),
        new("kafka.topics", ["topics"], Yellow),
        new("clickhouse.ping", ["version"], Red),
        new("clickhouse.ta_signals", ["rows"], WhileOpen),
        new("clickhouse.ta_microbars", ["rows"], WhileOpen),
        new("clickhouse.fresh_symbols", ["skipped"], Yellow),
        new("clickhouse.replicas", ["read_only"], Yellow),
        new("clickhouse.parts", ["parts", "merges"], Yellow),
        new("clickhouse.disks", ["free_ratio"], Yellow),
        new("postgres.ping", ["version"], Red),
        new("postgres.rows", [], Yellow),
        new("postgres.position_snapshots", ["accounts"], WhileTrading),
        new("postgres.decisions_by_status", [], Yellow),
        new("postgres.executions_by_status", [], Yellow),
        new("postgres.suspended_strategies", ["strategies"], Yellow),
        new("postgres.orders_sent", ["orders"], WhileKilled),
        new("postgres.reviews", ["reviews", "vetoes", "requests", "tokens"], Yellow),
        new("postgres.rejections_recent", [], Yellow),
        new("postgres.rejections_before", [], Yellow),
        new("universe.symbols", ["symbols"], Yellow),
    ];

    public static EvidenceRow? Of(string id) => Array.Find(Rows, row => row.Id == id);

    /// <summary>The rows that these facts need.</summary>
    public static IEnumerable<EvidenceRow> For(FactSet facts) => Rows.Where(row => row.IsNeeded(facts));

    private static Verdict Red(FactSet facts) => Verdict.Red;

    private static Verdict Yellow(FactSet facts) => Verdict.Yellow;

    /// <summary>Old rows are an incident only while the market is open.</summary>
    private static Verdict WhileOpen(FactSet facts) => facts.Answered("market.session")?.Flag("open") == false ? Verdict.Yellow : Verdict.Red;

    private static Verdict WhileTrading(FactSet facts) => facts.Answered("trading.status")?.Flag("trading_enabled") == false ? Verdict.Yellow : Verdict.Red;

    private static Verdict WhileKilled(FactSet facts) => facts.Answered("trading.status")?.Flag("kill_switch_enabled") == false ? Verdict.Yellow : Verdict.Red;

    /// <summary>Where there is neither a cluster nor a list of processes there is nothing that could be ill, only nothing that was seen.</summary>
    private static Verdict WhereKept(FactSet facts) =>
        facts.Find("processes.infrastructure") is { } list && FactSet.IsNotConfigured(list) ? Verdict.Yellow : Verdict.Red;

    /// <summary>While the API server does not answer there is a cluster all the same; where nothing says whether there is one, both are needed.</summary>
    private static bool IsWithoutCluster(FactSet facts) => facts.IsWithoutCluster || facts.Find(ClusterRules.Api)?.Has("cluster") != true;

    private static bool IsWithCluster(FactSet facts) => !facts.IsWithoutCluster;
}
