using Torghut.Testing;
using Torghut.Trading.Hosting;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Tests.Observability;

/// <summary>The service's metrics are those on file, which dashboards and alerts use.</summary>
public sealed class TradingMetricsTests
{
    private static readonly string[] Agreed =
    [
        "ticks_total", "tick_duration_seconds", "signals_total", "no_signal_reason_total", "feature_quality_reject_reason_total",
        "signal_batch_order_violation_total", "decisions_total",
        "risk_reject_reason_total", "execution_submit_attempt_total", "execution_submit_result_total", "execution_local_reject_total", "orders_submitted_total",
        "orders_rejected_total",
        "fills_total", "decision_to_submit_seconds", "reconcile_lag_seconds", "reconcile_updates_total", "signal_lag_seconds", "lease_held",
        "kill_switch_active", "mode", "universe_symbols",
        "execution_fallback_total", "catalogue_problem",
    ];

    private readonly GoldenMetrics _golden = new("Torghut.Trading.Tests");

    [Test]
    public async Task Metrics_OfTheService_HaveTheAgreedNames()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        _ = new TradingMetrics(registry, new TradingGauges(TimeProvider.System), TradingMetricCodes.All);
        var page = await RegistryPage.ReadAsync(registry);
        Assert.That(Agreed.Where(name => !page.Contains($"# TYPE torghut_trading_{name} ", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public async Task Page_FreshAndUsed_IsTheGoldenOne()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var gauges = new TradingGauges(new StoppedClock());
        var metrics = new TradingMetrics(registry, gauges, TradingMetricCodes.All);
        Assert.That(await _golden.CheckFreshAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
        UseAll(metrics);
        SetAll(gauges);
        Assert.That(await _golden.CheckUsedAsync(await RegistryPage.ReadAsync(registry)), Is.Empty);
    }

    [Test]
    public async Task Page_ProblemsSolvedAndModeChanged_ForgetsTheEarlierSeries()
    {
        var registry = Prometheus.Metrics.NewCustomRegistry();
        var gauges = new TradingGauges(TimeProvider.System);
        _ = new TradingMetrics(registry, gauges, TradingMetricCodes.All);
        SetAll(gauges);
        Assert.That(await RegistryPage.ReadAsync(registry), Does.Contain("catalogue_problem{file=").And.Contain("{mode=\"live\"} 1"));
        gauges.CatalogueProblems = [];
        gauges.Mode = "paper";
        Assert.That(await RegistryPage.ReadAsync(registry),
            Does.Not.Contain("catalogue_problem{file=").And.Not.Contain("{mode=\"live\"}").And.Contain("{mode=\"paper\"} 1"));
    }

    private static void UseAll(TradingMetrics metrics)
    {
        metrics.Tick("ok", TimeSpan.FromMilliseconds(20));
        metrics.Signals(3);
        metrics.LateSignals(2);
        metrics.NoSignal("market_closed");
        metrics.RowRejected("not_finite", 2);
        metrics.QualityReject("feature_staleness");
        metrics.BatchOutOfOrder();
        metrics.RulesUnknown("momentum", 2);
        metrics.Decision("momentum", "approved");
        metrics.RiskReject("trading_disabled");
        metrics.SubmitAttempt("alpaca_paper", "buy");
        metrics.SubmitResult("accepted", "alpaca_paper");
        metrics.Fallback("lean", "alpaca_paper", "runner_unreachable");
        metrics.LocalReject("expired");
        metrics.OrderSubmitted(TimeSpan.FromSeconds(0.2));
        metrics.OrderRejected();
        metrics.Fill();
        metrics.Evaluated(TimeSpan.FromMicroseconds(15));
        metrics.ReconcileUpdates(4);
        metrics.ReconcileFailed();
        metrics.TradeUpdate("applied");
        metrics.UniverseFailSafe();
        metrics.CatalogueRefused();
        metrics.ExternalOrder();
        metrics.Violation();
        metrics.LatchEngaged("daily_loss");
        metrics.CancelSent(TimeSpan.FromSeconds(0.5));
        metrics.CancelFailed();
        metrics.LateOrder();
        metrics.ExitRefused();
        metrics.StrategySuspended();
        metrics.ReconciliationBreak();
        metrics.AuditHeadLost();
        metrics.UnreadItem("order");
        metrics.AccountActivity("unknown");
        metrics.ActivityReadFailed();
        metrics.OrderVanished();
        metrics.EvidenceReplaced();
    }

    private static void SetAll(TradingGauges gauges)
    {
        const string File = "/etc/catalogue.yaml";
        gauges.LeaseHeld = true;
        gauges.KillSwitchActive = true;
        gauges.Mode = "live";
        gauges.UniverseSymbols = 5;
        gauges.HeldSymbolsUnwatched = 1;
        gauges.UnresolvedOrders = 6;
        gauges.ExternalOrders = 7;
        gauges.ReconciliationBreak = true;
        gauges.SignalLagSeconds = 2.5;
        gauges.Parity = new ParityView(new Dictionary<string, long> { ["fill"] = 4, ["unknown"] = 3 }, 2, DateTimeOffset.UnixEpoch.AddSeconds(5));
        gauges.CatalogueProblems =
        [
            (File, 12, "strategies[0].name"),
            (File, 12, "strategies[0].name"),
            (File, 14, "strategies[0].symbols"),
        ];
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override long GetTimestamp() => 1_000_000;
    }
}
