using Torghut.Ops.Snapshots.Probes;

namespace Torghut.Ops.Snapshots;

/// <summary>Everything that a snapshot asks.</summary>
internal sealed class ProbeCatalogue(HttpProbes services, ClickHouseProbes clickHouse, PostgresProbes postgres, UniverseProbes universe,
    PlatformProbes platform)
{
    /// <summary>Asked before the others, because it tells market time.</summary>
    public Probe TradingStatus { get; } = services.TradingStatus();

    /// <summary>Asked all at once.</summary>
    public IReadOnlyList<Probe> Others { get; } =
        [.. platform.All(), .. services.Readiness(), services.TradingHealth(), services.TaStatus(), .. clickHouse.All(), .. postgres.All(), universe.Symbols()];
}
