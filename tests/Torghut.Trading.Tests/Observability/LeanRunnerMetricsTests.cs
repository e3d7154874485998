using Torghut.Testing;
using Torghut.Trading.LeanRunner;

namespace Torghut.Trading.Tests.Observability;

/// <summary>The runner's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class LeanRunnerMetricsTests
{
    private readonly GoldenMetrics _golden = new("Torghut.Trading.Tests", "lean-runner.");

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new LeanRunnerMetrics(registry);
        Assert.That(await _golden.CheckFreshAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
        metrics.Answered("submit", "accepted", TimeSpan.FromSeconds(0.2));
        metrics.Answered("find", "unreachable", TimeSpan.FromSeconds(3));
        Assert.That(await _golden.CheckUsedAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
    }
}
