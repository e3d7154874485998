using Torghut.Ops.Evidence;
using Torghut.Ops.Observability;
using Torghut.Testing;

namespace Torghut.Ops.Tests.Observability;

/// <summary>The service's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class OpsMetricsTests
{
    private readonly GoldenMetrics _golden = new("Torghut.Ops.Tests");

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new OpsMetrics(registry);
        Assert.That(await _golden.CheckFreshAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
        metrics.SnapshotTaken(Snapshot(Probe("clickhouse", "ta_signals", true), Probe("kafka", "topics", false)));
        metrics.SymbolChange("applied");
        metrics.Symbols(9);
        Assert.That(await _golden.CheckUsedAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
    }

    private static Fact Probe(string component, string probe, bool ok) =>
        new(Plane.Data, component, probe, "", DateTimeOffset.UnixEpoch, ok ? Outcome.Ok : Outcome.Timeout, null, null, 250);

    private static SystemSnapshot Snapshot(params Fact[] facts) =>
        new(new SnapshotMetadata(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, "", "", ""), Verdict.Yellow, "", "full", facts, [], []);
}
