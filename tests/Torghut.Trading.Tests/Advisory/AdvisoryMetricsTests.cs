using Torghut.Testing;
using Torghut.Trading.Hosting;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>The advisory layer's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class AdvisoryMetricsTests
{
    private readonly GoldenMetrics _golden = new("Torghut.Trading.Tests", "advisory.");

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new AdvisoryMetrics(registry, TradingMetricCodes.All);
        var fresh = await RegistryPage.ReadAsync(registry);
        metrics.Reviewed("ok", "veto", TimeSpan.FromSeconds(0.3));
        metrics.Reviewed("ok", "escalate", TimeSpan.Zero);
        metrics.NoAdvice("not_json", true, false);
        metrics.NoAdvice("circuit_open", false, true);
        metrics.Tokens(700, 60);
        metrics.CircuitIs("openai", 2);
        metrics.Guarded("llm_veto");
        metrics.ShadowDropped();
        metrics.Unrecorded("ledger_failed");
        metrics.PolicyResolved("violation");
        metrics.PolicyResolved("intentional_exception");
        metrics.ShowPosture(() => "intentional_exception");
        metrics.DemotedIs(true);
        var used = await RegistryPage.ReadAsync(registry);
        Assert.That(await _golden.CheckFreshAsync(fresh), Is.Empty);
        Assert.That(await _golden.CheckUsedAsync(used), Is.Empty);
    }
}
