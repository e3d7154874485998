using System.Diagnostics.Metrics;

namespace Torghut.Trading.Observability;

/// <summary>Every metric of the service. Labels come from closed sets or from the catalogue; none holds a symbol or an id.</summary>
internal sealed class TradingMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] };
    private static readonly InstrumentAdvice<double> Micros = new() { HistogramBucketBoundaries = [0.000001, 0.000002, 0.000005, 0.00001, 0.00002, 0.00005, 0.0001, 0.001, 0.01] };

    private readonly Counter<long> _ticks;
    private readonly Histogram<double> _tickSeconds;
    private readonly Counter<long> _signals;
    private readonly Counter<long> _lateSignals;
    private readonly Counter<long> _noSignal;
    private readonly Counter<long> _qualityRejects;
    private readonly Counter<long> _orderViolations;
    private readonly Counter<long> _decisions;
    private readonly Counter<long> _riskRejects;
    private readonly Counter<long> _submitAttempts;
    private readonly Counter<long> _submitResults;
    private readonly Counter<long> _fallbacks;
    private readonly Counter<long> _localRejects;
    private readonly Counter<long> _submitted;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _fills;
    private readonly Histogram<double> _decisionToSubmit;
    private readonly Histogram<double> _evaluation;
    private readonly Counter<long> _reconcileUpdates;
    private readonly Counter<long> _reconcileErrors;
    private readonly Counter<long> _tradeUpdates;
    private readonly Counter<long> _universeFailSafe;
    private readonly Counter<long> _catalogueRefused;
    private readonly Counter<long> _foreignOrders;
    private readonly Counter<long> _violations;
    private readonly Counter<long> _latchTrips;
    private readonly Histogram<double> _latchToCancel;
    private readonly Counter<long> _cancelFailures;
    private readonly Counter<long> _suspensions;
    private readonly Counter<long> _booksDisagree;
    private readonly Counter<long> _auditHeadLost;

    public TradingMetrics(IMeterFactory meters, TradingGauges gauges)
    {
        var meter = meters.Create("Torghut.Trading");
        _ticks = meter.CreateCounter<long>("torghut_trading_ticks_total", description: "Ticks of the loop by outcome.");
        _tickSeconds = meter.CreateHistogram("torghut_trading_tick_duration_seconds", description: "Duration of a tick.", advice: Seconds);
        _signals = meter.CreateCounter<long>("torghut_trading_signals_total", description: "Signals read.");
        _lateSignals = meter.CreateCounter<long>("torghut_trading_late_signals_total", description: "Signals that appeared behind the cursor.");
        _noSignal = meter.CreateCounter<long>("torghut_trading_no_signal_reason_total", description: "Ticks without signals by reason.");
        _qualityRejects = meter.CreateCounter<long>("torghut_trading_feature_quality_reject_reason_total", description: "Batches of a symbol refused by feature quality, by reason.");
        _orderViolations = meter.CreateCounter<long>("torghut_trading_signal_batch_order_violation_total", description: "Batches out of order; the cursor was held.");
        _decisions = meter.CreateCounter<long>("torghut_trading_decisions_total", description: "Decisions by strategy and verdict.");
        _riskRejects = meter.CreateCounter<long>("torghut_trading_risk_reject_reason_total", description: "Reasons of refused decisions.");
        _submitAttempts = meter.CreateCounter<long>("torghut_trading_execution_submit_attempt_total", description: "Order requests sent by adapter and side.");
        _submitResults = meter.CreateCounter<long>("torghut_trading_execution_submit_result_total", description: "Order requests by outcome and adapter.");
        _fallbacks = meter.CreateCounter<long>("torghut_trading_execution_fallback_total", description: "Orders that went to another adapter, by expected and actual adapter and reason.");
        _localRejects = meter.CreateCounter<long>("torghut_trading_execution_local_reject_total", description: "Approved orders that were not sent, by code.");
        _submitted = meter.CreateCounter<long>("torghut_trading_orders_submitted_total", description: "Orders the broker accepted.");
        _rejected = meter.CreateCounter<long>("torghut_trading_orders_rejected_total", description: "Orders the broker refused.");
        _fills = meter.CreateCounter<long>("torghut_trading_fills_total", description: "News that increased an order's filled quantity.");
        _decisionToSubmit = meter.CreateHistogram("torghut_trading_decision_to_submit_seconds", description: "From the decision's row to the broker's answer.", advice: Seconds);
        _evaluation = meter.CreateHistogram("torghut_trading_evaluation_seconds", description: "Evaluation, sizing and risk of one decision, without I/O.", advice: Micros);
        _reconcileUpdates = meter.CreateCounter<long>("torghut_trading_reconcile_updates_total", description: "Rows that reconciliation changed.");
        _reconcileErrors = meter.CreateCounter<long>("torghut_trading_reconcile_errors_total", description: "Reconciliations that failed.");
        _tradeUpdates = meter.CreateCounter<long>("torghut_trading_trade_updates_total", description: "Trade updates by result.");
        _universeFailSafe = meter.CreateCounter<long>("torghut_trading_universe_fail_safe_blocked_total", description: "Ticks without decisions because the universe is not known.");
        _catalogueRefused = meter.CreateCounter<long>("torghut_trading_catalogue_refused_total", description: "Catalogue files refused.");
        _foreignOrders = meter.CreateCounter<long>("torghut_trading_foreign_orders_total", description: "Orders at the broker that are not ours.");
        _violations = meter.CreateCounter<long>("torghut_trading_protocol_violations_total", description: "News that the order protocol does not allow.");
        _latchTrips = meter.CreateCounter<long>("torghut_trading_latch_engaged_total", description: "Latches engaged.");
        _latchToCancel = meter.CreateHistogram("torghut_trading_emergency_stop_cancel_sent_seconds", description: "From the latch to the request to cancel all orders.", advice: Seconds);
        _cancelFailures = meter.CreateCounter<long>("torghut_trading_emergency_stop_cancel_failures_total", description: "Requests to cancel all orders that failed; they are repeated.");
        _suspensions = meter.CreateCounter<long>("torghut_trading_strategy_suspended_total", description: "Strategies suspended by the runaway guard.");
        _booksDisagree = meter.CreateCounter<long>("torghut_trading_books_disagree_total", description: "Times that fills did not explain positions and cash.");
        _auditHeadLost = meter.CreateCounter<long>("torghut_trading_audit_head_lost_total", description: "Times that the audit log did not hold its recorded head.");
        CreateGauges(meter, gauges);
    }

    public void Tick(string outcome, TimeSpan elapsed)
    {
        _ticks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        _tickSeconds.Record(elapsed.TotalSeconds);
    }

    public void Signals(int count) => _signals.Add(count);

    public void LateSignals(int count) => _lateSignals.Add(count);

    public void NoSignal(string reason) => _noSignal.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void QualityReject(string reason) => _qualityRejects.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void BatchOutOfOrder() => _orderViolations.Add(1);

    public void Decision(string strategy, string verdict) =>
        _decisions.Add(1, new KeyValuePair<string, object?>("strategy", strategy), new KeyValuePair<string, object?>("verdict", verdict));

    public void RiskReject(string reason) => _riskRejects.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void SubmitAttempt(string adapter, string side) =>
        _submitAttempts.Add(1, new KeyValuePair<string, object?>("adapter", adapter), new KeyValuePair<string, object?>("side", side));

    public void SubmitResult(string status, string adapter) =>
        _submitResults.Add(1, new KeyValuePair<string, object?>("status", status), new KeyValuePair<string, object?>("adapter", adapter));

    public void Fallback(string expected, string actual, string reason) => _fallbacks.Add(
        1,
        new KeyValuePair<string, object?>("expected", expected),
        new KeyValuePair<string, object?>("actual", actual),
        new KeyValuePair<string, object?>("reason", reason));

    public void LocalReject(string code) => _localRejects.Add(1, new KeyValuePair<string, object?>("code", code));

    public void OrderSubmitted(TimeSpan sinceDecision)
    {
        _submitted.Add(1);
        _decisionToSubmit.Record(Math.Max(0, sinceDecision.TotalSeconds));
    }

    public void OrderRejected() => _rejected.Add(1);

    public void Fill() => _fills.Add(1);

    public void Evaluated(TimeSpan elapsed) => _evaluation.Record(elapsed.TotalSeconds);

    public void ReconcileUpdates(int count) => _reconcileUpdates.Add(count);

    public void ReconcileFailed() => _reconcileErrors.Add(1);

    public void TradeUpdate(string result) => _tradeUpdates.Add(1, new KeyValuePair<string, object?>("result", result));

    public void UniverseFailSafe() => _universeFailSafe.Add(1);

    public void CatalogueRefused() => _catalogueRefused.Add(1);

    public void ForeignOrder() => _foreignOrders.Add(1);

    public void Violation() => _violations.Add(1);

    public void LatchEngaged(string latch) => _latchTrips.Add(1, new KeyValuePair<string, object?>("latch", latch));

    public void CancelSent(TimeSpan sinceLatch) => _latchToCancel.Record(sinceLatch.TotalSeconds);

    public void CancelFailed() => _cancelFailures.Add(1);

    public void StrategySuspended() => _suspensions.Add(1);

    public void BooksDisagree() => _booksDisagree.Add(1);

    public void AuditHeadLost() => _auditHeadLost.Add(1);

    /// <summary>A few places at most: the rest is in the log and in the status.</summary>
    private static IEnumerable<Measurement<int>> Problems(TradingGauges gauges) => gauges.CatalogueProblems.Take(5).DistinctBy(problem => (problem.File, problem.Line, problem.Field)).Select(problem => new Measurement<int>(
        1,
        new KeyValuePair<string, object?>("file", problem.File),
        new KeyValuePair<string, object?>("line", problem.Line),
        new KeyValuePair<string, object?>("field", problem.Field)));

    private static void CreateGauges(Meter meter, TradingGauges gauges)
    {
        meter.CreateObservableGauge("torghut_trading_reconcile_lag_seconds", () => gauges.ReconcileLagSeconds, description: "Machine time since the last reconciliation that succeeded.");
        meter.CreateObservableGauge("torghut_trading_signal_lag_seconds", () => gauges.SignalLagSeconds, description: "Market time minus the newest signal's event time.");
        meter.CreateObservableGauge("torghut_trading_lease_held", () => gauges.LeaseHeld ? 1 : 0, description: "Whether this instance may trade.");
        meter.CreateObservableGauge("torghut_trading_kill_switch_active", () => gauges.KillSwitchActive ? 1 : 0, description: "Whether the kill switch or a latch stops every order.");
        meter.CreateObservableGauge("torghut_trading_mode", () => new Measurement<int>(1, new KeyValuePair<string, object?>("mode", gauges.Mode)), description: "The mode in force.");
        meter.CreateObservableGauge("torghut_trading_universe_symbols", () => gauges.UniverseSymbols, description: "Symbols that may be traded.");
        meter.CreateObservableGauge("torghut_trading_unresolved_orders", () => gauges.UnresolvedOrders, description: "Orders whose outcome is not known.");
        meter.CreateObservableGauge("torghut_trading_books_disagree", () => gauges.BooksDisagree ? 1 : 0, description: "Whether fills, positions and cash disagreed when last compared.");
        meter.CreateObservableGauge("torghut_trading_catalogue_problem", () => Problems(gauges), description: "Problems of the newest catalogue file while it is refused, the first ones, by file, line and field.");
        meter.CreateObservableGauge("torghut_trading_last_tick_age_seconds", () => gauges.TickAgeSeconds, description: "Machine time since the last tick ended.");
    }
}
