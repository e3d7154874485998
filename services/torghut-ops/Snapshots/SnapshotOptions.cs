using Torghut.Common.Configuration;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots;

/// <summary>How a snapshot is taken and judged.</summary>
internal sealed class SnapshotOptions
{
    [ConfigurationKey("OPS_PROBE_TIMEOUT_MS", "Longest wait for one probe; one that takes longer is a failed fact.", Min = 100, Max = 60_000)]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(3);

    [ConfigurationKey("OPS_MAX_FRESHNESS_LAG_SECONDS", "Largest age of the newest TA row, in market time, while the market is open.", Min = 1, Max = 86_400)]
    public TimeSpan MaxFreshnessLag { get; set; } = TimeSpan.FromSeconds(120);

    [ConfigurationKey("CLICKHOUSE_FRESHNESS_QUERY_MODE",
        "How the newest TA row is found: by max(), from the metadata of parts, or so only when the server fails at max().")]
    public FreshnessQueryMode FreshnessMode { get; set; } = FreshnessQueryMode.Auto;

    [ConfigurationKey("OPS_MAX_TICK_AGE_SECONDS", "Largest age of the trading loop's last tick.", Min = 1, Max = 86_400)]
    public TimeSpan MaxTickAge { get; set; } = TimeSpan.FromSeconds(120);

    [ConfigurationKey("OPS_EXPECTED_TRADING_MODE", "Posture that is expected; another one is an incident.")]
    public TradingMode ExpectedMode { get; set; } = TradingMode.Paper;

    [ConfigurationKey("OPS_REJECTION_WINDOW_MINUTES", "Window of recent decisions whose rejections are judged against the day before it.", Min = 1, Max = 240)]
    public TimeSpan RejectionWindow { get; set; } = TimeSpan.FromMinutes(10);

    [ConfigurationKey("OPS_REJECTION_SPIKE_RATIO", "How many times its usual rate a rejection reason must reach to be a spike.", Min = 1, Max = 1000)]
    public double RejectionSpikeRatio { get; set; } = 3;

    [ConfigurationKey("OPS_REJECTION_SPIKE_MIN", "Fewest rejections of a reason within the window that can be a spike.", Min = 1, Max = 1_000_000)]
    public int RejectionSpikeMinimum { get; set; } = 20;

    [ConfigurationKey("OPS_MAX_GROUP_LAG_RECORDS", "Records that a consumer group may be behind the end of a topic.", Min = 0, Max = 1_000_000_000)]
    public int MaxGroupLag { get; set; } = 50_000;

    [ConfigurationKey("OPS_CLUSTER_CONTEXT", "Name of the environment that snapshots carry.")]
    public string ClusterContext { get; set; } = "local";

    [ConfigurationKey("OPS_OPERATOR", "Who takes snapshots on the command line; the service says 'torghut-ops'.")]
    public string Operator { get; set; } = "";
}
