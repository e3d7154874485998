using Torghut.Common.Configuration;

namespace Torghut.Ta.Status;

/// <summary>The process itself.</summary>
internal sealed class TaServiceOptions
{
    [ConfigurationKey("TA_JOB_STATE", "suspended keeps the process up and healthy and stops all reading and writing.")]
    public JobState JobState { get; set; } = JobState.Running;

    [ConfigurationKey("TA_HEALTH_PORT", "TCP port of /healthz, /readyz and /ta/status.", Min = 0, Max = 65_535)]
    public int HealthPort { get; set; } = 8080;

    [ConfigurationKey("TA_METRICS_PORT", "TCP port of /metrics.", Min = 0, Max = 65_535)]
    public int MetricsPort { get; set; } = 9249;

    [ConfigurationKey("TA_STATUS_INTERVAL_MS", "How often a heartbeat is published.", Min = 100, Max = 600_000)]
    public TimeSpan StatusInterval { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKey("TA_CHECKPOINT_DIR", "Where local working files may go (file://); the state itself lives in TA_STATE_TOPIC.")]
    public string CheckpointDir { get; set; } = "";
}
