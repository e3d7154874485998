using Torghut.Common.Configuration;

namespace Torghut.Ws.Health;

/// <summary>Probes and ports.</summary>
internal sealed class HealthOptions
{
    [ConfigurationKey("HEALTH_PORT", "Port of /healthz and /readyz.", Min = 0, Max = 65_535)]
    public int HealthPort { get; set; } = 8080;

    [ConfigurationKey("METRICS_PORT", "Port of /metrics.", Min = 0, Max = 65_535)]
    public int MetricsPort { get; set; } = 9090;

    [ConfigurationKey("HEALTH_NOT_READY_KILL_AFTER_MS",
        "How long the service may be not ready before /healthz fails; more than the 90 s for which the venue may hold a lost session's slot.", Min = 91_000,
        Max = 86_400_000)]
    public TimeSpan NotReadyKillAfter { get; set; } = TimeSpan.FromMinutes(2);

    [ConfigurationKey("KAFKA_METADATA_INTERVAL_MS", "Distance between looks at the topics' metadata.", Min = 100, Max = 600_000)]
    public TimeSpan MetadataInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    [ConfigurationKey("KAFKA_STALL_MS", "How long records may be in flight without any acknowledgement before producing counts as failing.", Min = 100,
        Max = 600_000)]
    public TimeSpan ProduceStall { get; set; } = TimeSpan.FromMilliseconds(1500);
}
