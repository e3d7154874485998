using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots;

/// <summary>Everything that a snapshot asks.</summary>
internal sealed class ProbeCatalogue(HttpProbes services, ClickHouseProbes clickHouse, PostgresProbes postgres, UniverseProbes universe,
    PlatformProbes platform, ClusterProbes cluster, KafkaProbes kafka)
{
    /// <summary>It tells market time too.</summary>
    public Probe TradingStatus { get; } = services.TradingStatus();

    public IReadOnlyList<Probe> Others { get; } =
    [
        .. cluster.All(), .. platform.All(), .. services.Readiness(), services.TradingHealth(), services.Advisory(),
        services.ForwarderSymbols(), services.TaStatus(), .. kafka.All(), .. clickHouse.All(), .. postgres.All(), universe.Symbols(),
    ];
}
