using Torghut.Ta.Observability;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Observability;

/// <summary>The service's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class TaMetricsTests
{
    private readonly GoldenMetrics _golden = new("Torghut.Ta.Tests");

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var metrics = new TaMetrics(registry);
        Assert.That(await _golden.CheckFreshAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
        UseAll(metrics);
        Assert.That(await _golden.CheckUsedAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
    }

    private static void UseAll(TaMetrics metrics)
    {
        metrics.Trades.Inc(3);
        metrics.Quotes.Inc(2);
        metrics.Bars.Inc(1);
        metrics.Microbars.Inc(4);
        metrics.Signals.Inc(5);
        metrics.Revisions.Inc(6);
        metrics.LateEvents.Inc(7);
        metrics.DuplicateEvents.Inc(8);
        metrics.UnknownConditions.Inc(9);
        metrics.IneligibleVolume.Inc(10.5);
        metrics.DecodeError("bad_schema");
        metrics.ImplausibleEvent("future");
        metrics.FaultyPartitions("clock_ahead", 1);
        metrics.ClockRepairs.Inc();
        metrics.InputGap("trades", 60);
        metrics.CorporateActions.Inc(3);
        metrics.IndicatorRestarts.Inc();
        metrics.EvictedSymbols.Inc(2);
        metrics.WatermarkLag.Set(1.5);
        metrics.EventToSignal.Observe(0.3);
        metrics.CommitDuration.Observe(0.02);
        metrics.LastCommit.Set(1_700_000_000.5);
        metrics.CommitFailures.Inc();
        metrics.Rebalances.Inc(2);
        metrics.StateSymbols.Set(11);
        metrics.RestoreDuration.Observe(3);
        metrics.SinkRows("ta_signals", 12);
        metrics.SinkInsert.Observe(0.4);
        metrics.SinkError("clickhouse_down");
        metrics.SinkLag("ta_signals", 13);
        metrics.SinkPaused.Set(1);
    }
}
