using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Tests.Observability;

/// <summary>The names that dashboards and alerts use exist.</summary>
public sealed class TradingMetricsTests
{
    private static readonly string[] Agreed =
    [
        "ticks_total", "tick_duration_seconds", "signals_total", "no_signal_reason_total", "feature_quality_reject_reason_total", "signal_batch_order_violation_total", "decisions_total",
        "risk_reject_reason_total", "execution_submit_attempt_total", "execution_submit_result_total", "execution_local_reject_total", "orders_submitted_total", "orders_rejected_total",
        "fills_total", "decision_to_submit_seconds", "reconcile_lag_seconds", "reconcile_updates_total", "signal_lag_seconds", "lease_held", "kill_switch_active", "mode", "universe_symbols",
        "execution_fallback_total", "catalogue_problem",
    ];

    [Test]
    public void Instruments_OfTheService_HaveTheAgreedNames()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => names.Add(instrument.Name) };
        listener.Start();
        using var provider = new ServiceCollection().AddMetrics().AddSingleton(TimeProvider.System).AddSingleton<TradingGauges>().AddSingleton<TradingMetrics>().BuildServiceProvider();
        provider.GetRequiredService<TradingMetrics>();
        Assert.That(Agreed.Select(name => "torghut_trading_" + name).Where(name => !names.Contains(name)), Is.Empty);
    }
}
