using System.Globalization;
using Prometheus;
using Torghut.Common.Metrics;

namespace Torghut.Trading.Observability;

/// <summary>Every metric of the service. Labels come from closed sets or from the catalogue; none holds a symbol or an id.</summary>
internal sealed class TradingMetrics
{
    private static readonly double[] Seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private static readonly double[] Micros = [0.000001, 0.000002, 0.000005, 0.00001, 0.00002, 0.00005, 0.0001, 0.001, 0.01];
    private static readonly string[] Sides = ["buy", "sell"];
    private static readonly string[] SubmitStatuses = ["accepted", "refused", "not_accepted", "unknown", "duplicate", "not_sent"];
    private static readonly string[] FallbackReasons = ["runner_unreachable", "runner_unauthorised", "broker_unreachable"];

    private readonly Counter _ticks;
    private readonly Histogram _tickSeconds;
    private readonly Counter _signals;
    private readonly Counter _lateSignals;
    private readonly Counter _noSignal;
    private readonly Counter _rowRejects;
    private readonly Counter _qualityRejects;
    private readonly Counter _orderViolations;
    private readonly Counter _rulesUnknown;
    private readonly Counter _decisions;
    private readonly Counter _riskRejects;
    private readonly Counter _submitAttempts;
    private readonly Counter _submitResults;
    private readonly Counter _fallbacks;
    private readonly Counter _localRejects;
    private readonly Counter _submitted;
    private readonly Counter _rejected;
    private readonly Counter _fills;
    private readonly Histogram _decisionToSubmit;
    private readonly Histogram _evaluation;
    private readonly Counter _reconcileUpdates;
    private readonly Counter _reconcileErrors;
    private readonly Counter _tradeUpdates;
    private readonly Counter _inputGap;
    private readonly Counter _universeFailSafe;
    private readonly Counter _catalogueRefused;
    private readonly Counter _externalOrders;
    private readonly Counter _foreignOrders;
    private readonly Counter _violations;
    private readonly Counter _latchTrips;
    private readonly Histogram _latchToCancel;
    private readonly Counter _cancelFailures;
    private readonly Counter _lateOrders;
    private readonly Counter _exitsRefused;
    private readonly Counter _suspensions;
    private readonly Counter _reconciliationBreaks;
    private readonly Counter _auditHeadLost;
    private readonly Counter _unreadItems;
    private readonly Counter _activities;
    private readonly Counter _activityReadErrors;
    private readonly Counter _ordersVanished;
    private readonly Counter _evidenceReplaced;

    /// <param name="registry">The registry of this host.</param>
    /// <param name="gauges">Values that are read at a scrape.</param>
    /// <param name="codes">What the features count by.</param>
    public TradingMetrics(CollectorRegistry registry, TradingGauges gauges, MetricCodes codes)
    {
        var metrics = ServiceMetricFactory.Create(registry);
        _ticks = metrics.CreateCounter("torghut_trading_ticks_total", "Ticks of the loop by outcome.", "outcome");
        _tickSeconds = metrics.CreateLatency("torghut_trading_tick_duration_seconds", "Duration of a tick.", Seconds);
        _signals = metrics.CreateCounter("torghut_trading_signals_total", "Signals read.");
        _lateSignals = metrics.CreateCounter("torghut_trading_late_signals_total", "Signals that appeared behind the cursor.");
        _noSignal = metrics.CreateCounter("torghut_trading_no_signal_reason_total", "Ticks without signals by reason.", "reason");
        _rowRejects = metrics.CreateCounter(
            "torghut_trading_rows_rejected_total", "Rows of the signal and price tables that are none and were passed over, by reason.", "reason");
        _qualityRejects = metrics.CreateCounter(
            "torghut_trading_feature_quality_reject_reason_total",
            "Batches of a symbol refused by feature quality, by reason.", "reason");
        _orderViolations = metrics.CreateCounter("torghut_trading_signal_batch_order_violation_total", "Batches out of order; the cursor was held.");
        _rulesUnknown = metrics.CreateCounter(
            "torghut_trading_rules_unknown_total", "Signals of which the rules of a strategy said neither yes nor no, because a feature was null.", "strategy");
        _decisions = metrics.CreateCounter("torghut_trading_decisions_total", "Decisions by strategy and verdict.", "strategy", "verdict");
        _riskRejects = metrics.CreateCounter("torghut_trading_risk_reject_reason_total", "Reasons of refused decisions.", "reason");
        _submitAttempts = metrics.CreateCounter(
            "torghut_trading_execution_submit_attempt_total",
            "Order requests sent by adapter and side.", "adapter", "side");
        _submitResults = metrics.CreateCounter("torghut_trading_execution_submit_result_total", "Order requests by outcome and adapter.", "status", "adapter");
        _fallbacks = metrics.CreateCounter(
            "torghut_trading_execution_fallback_total",
            "Orders that went to another adapter, by expected and actual adapter and reason.", "expected", "actual", "reason");
        _localRejects = metrics.CreateCounter("torghut_trading_execution_local_reject_total", "Approved orders that were not sent, by code.", "code");
        _submitted = metrics.CreateCounter("torghut_trading_orders_submitted_total", "Orders the broker accepted.");
        _rejected = metrics.CreateCounter("torghut_trading_orders_rejected_total", "Orders the broker refused.");
        _fills = metrics.CreateCounter("torghut_trading_fills_total", "Order reports that increased an order's filled quantity.");
        _decisionToSubmit = metrics.CreateLatency("torghut_trading_decision_to_submit_seconds", "From the decision's row to the broker's answer.", Seconds);
        _evaluation = metrics.CreateLatency("torghut_trading_evaluation_seconds", "Evaluation, sizing and risk of one decision, without I/O.", Micros);
        _reconcileUpdates = metrics.CreateCounter("torghut_trading_reconcile_updates_total", "Rows that reconciliation changed.");
        _reconcileErrors = metrics.CreateCounter("torghut_trading_reconcile_errors_total", "Reconciliations that failed.");
        _tradeUpdates = metrics.CreateCounter("torghut_trading_trade_updates_total", "Trade updates by result.", "result");
        _inputGap = metrics.CreateCounter("torghut_trading_input_gap_records_total", "Trade updates that the log no longer had where the group would have gone on.");
        _universeFailSafe = metrics.CreateCounter(
            "torghut_trading_universe_fail_safe_blocked_total",
            "Ticks without entries because the universe is not known.");
        _catalogueRefused = metrics.CreateCounter("torghut_trading_catalogue_refused_total", "Catalogue files refused.");
        _externalOrders = metrics.CreateCounter("torghut_trading_external_orders_total", "Orders at the broker that are not ours.");
        _foreignOrders = metrics.CreateCounter("torghut_trading_foreign_orders_total", "Deprecated: torghut_trading_external_orders_total.");
        _violations = metrics.CreateCounter("torghut_trading_protocol_violations_total", "Order reports that the order protocol does not allow.");
        _latchTrips = metrics.CreateCounter(
            "torghut_trading_latch_engaged_total",
            "Latches engaged; books_disagree is deprecated and counts with reconciliation_break.", "latch");
        _latchToCancel = metrics.CreateLatency(
            "torghut_trading_emergency_stop_cancel_sent_seconds",
            "From the latch to the request to cancel all orders.", Seconds);
        _cancelFailures = metrics.CreateCounter(
            "torghut_trading_emergency_stop_cancel_failures_total",
            "Requests to cancel all orders that failed; they are repeated.");
        _lateOrders = metrics.CreateCounter(
            "torghut_trading_late_orders_total",
            "Orders of ours that arrived at the broker after an emergency stop.");
        _exitsRefused = metrics.CreateCounter("torghut_trading_exits_refused_total", "Closing orders that the broker refused; the next is sent after a pause.");
        _suspensions = metrics.CreateCounter("torghut_trading_strategy_suspended_total", "Strategies suspended by the runaway guard.");
        _reconciliationBreaks = metrics.CreateCounter("torghut_trading_reconciliation_breaks_total", "Times that fills did not explain positions and cash.");
        _auditHeadLost = metrics.CreateCounter("torghut_trading_audit_head_lost_total", "Times that the audit log did not hold its recorded head.");
        _unreadItems = metrics.CreateCounter("torghut_trading_unread_items_total", "Items of the broker's answers that were not understood, by kind.", "kind");
        _activities = metrics.CreateCounter(
            "torghut_trading_account_activities_total", "What happened to the account beside executions, by whether its kind is known.", "result");
        _activityReadErrors = metrics.CreateCounter("torghut_trading_account_activity_errors_total", "Times that account activities could not be read.");
        _ordersVanished = metrics.CreateCounter("torghut_trading_orders_vanished_total", "Orders that the broker does not know any more.");
        _evidenceReplaced = metrics.CreateCounter(
            "torghut_trading_evidence_replaced_total", "Times that the broker's answer took the place of what a record of the stream had said of an order.");
        ShowZeros(codes);
        AddGauges(registry, metrics, gauges);
        AddParity(registry, metrics, gauges, codes);
    }

    public void Tick(string outcome, TimeSpan elapsed)
    {
        _ticks.WithLabels(outcome).Inc();
        _tickSeconds.Observe(elapsed.TotalSeconds);
    }

    public void Signals(int count) => _signals.Inc(count);

    public void LateSignals(int count) => _lateSignals.Inc(count);

    public void NoSignal(string reason) => _noSignal.WithLabels(reason).Inc();

    public void RowRejected(string reason, long count) => _rowRejects.WithLabels(reason).Inc(count);

    public void QualityReject(string reason) => _qualityRejects.WithLabels(reason).Inc();

    public void BatchOutOfOrder() => _orderViolations.Inc();

    public void RulesUnknown(string strategy, long count) => _rulesUnknown.WithLabels(strategy).Inc(count);

    public void Decision(string strategy, string verdict) =>
        _decisions.WithLabels(strategy, verdict).Inc();

    public void RiskReject(string reason) => _riskRejects.WithLabels(reason).Inc();

    public void SubmitAttempt(string adapter, string side) =>
        _submitAttempts.WithLabels(adapter, side).Inc();

    public void SubmitResult(string status, string adapter) =>
        _submitResults.WithLabels(status, adapter).Inc();

    public void Fallback(string expected, string actual, string reason) => _fallbacks.WithLabels(expected, actual, reason).Inc();

    public void LocalReject(string code) => _localRejects.WithLabels(code).Inc();

    public void OrderSubmitted(TimeSpan sinceDecision)
    {
        _submitted.Inc();
        _decisionToSubmit.Observe(Math.Max(0, sinceDecision.TotalSeconds));
    }

    public void OrderRejected() => _rejected.Inc();

    public void Fill() => _fills.Inc();

    public void Evaluated(TimeSpan elapsed) => _evaluation.Observe(elapsed.TotalSeconds);

    public void ReconcileUpdates(int count) => _reconcileUpdates.Inc(count);

    public void ReconcileFailed() => _reconcileErrors.Inc();

    public void InputGap(long records) => _inputGap.Inc(records);

    public void TradeUpdate(string result) => _tradeUpdates.WithLabels(result).Inc();

    public void UniverseFailSafe() => _universeFailSafe.Inc();

    public void CatalogueRefused() => _catalogueRefused.Inc();

    public void ExternalOrder()
    {
        _externalOrders.Inc();
        _foreignOrders.Inc();
    }

    public void Violation() => _violations.Inc();

    public void LatchEngaged(string latch)
    {
        foreach (var name in NamesOf(latch))
        {
            _latchTrips.WithLabels(name).Inc();
        }
    }

    public void CancelSent(TimeSpan sinceLatch) => _latchToCancel.Observe(sinceLatch.TotalSeconds);

    public void CancelFailed() => _cancelFailures.Inc();

    public void LateOrder() => _lateOrders.Inc();

    public void ExitRefused() => _exitsRefused.Inc();

    public void StrategySuspended() => _suspensions.Inc();

    public void ReconciliationBreak() => _reconciliationBreaks.Inc();

    public void AuditHeadLost() => _auditHeadLost.Inc();

    public void UnreadItem(string kind) => _unreadItems.WithLabels(kind).Inc();

    public void AccountActivity(string result) => _activities.WithLabels(result).Inc();

    public void ActivityReadFailed() => _activityReadErrors.Inc();

    public void OrderVanished() => _ordersVanished.Inc();

    public void EvidenceReplaced() => _evidenceReplaced.Inc();

    /// <summary>A counter that first appears with its first event has no rate of that event. Strategies come with the catalogue and are not known
    /// yet.</summary>
    private void ShowZeros(MetricCodes codes)
    {
        Show(_ticks, codes.TickOutcomes);
        Show(_noSignal, codes.NoSignalReasons);
        Show(_rowRejects, codes.RowRejectReasons);
        Show(_qualityRejects, codes.QualityReasons);
        Show(_riskRejects, codes.RiskReasons);
        Show(_localRejects, [.. codes.RiskReasons, .. codes.PreTradeCodes]);
        Show(_submitAttempts, codes.Adapters, Sides);
        Show(_submitResults, SubmitStatuses, codes.Adapters);
        Show(_fallbacks, [codes.BridgeAdapter], codes.BrokerAdapters, FallbackReasons);
        Show(_tradeUpdates, ["applied", "repeated", "other_account", "refused", "dead_lettered"]);
        Show(_unreadItems, codes.UnreadKinds);
        Show(_activities, ["explained", "unknown"]);
        Show(_latchTrips, codes.Latches.SelectMany(NamesOf));
    }

    /// <summary>An alert on a former name must fire too, for one version.</summary>
    private static string[] NamesOf(string latch) => latch == "reconciliation_break" ? [latch, "books_disagree"] : [latch];

    /// <summary>Adds a child for each combination of the labels' values.</summary>
    private static void Show(Counter counter, params IEnumerable<string>[] values)
    {
        foreach (var labels in values.Aggregate(new string[][] { [] },
            (made, more) => [.. made.SelectMany(labels => more.Select(value => (string[])[.. labels, value]))]))
        {
            counter.WithLabels(labels);
        }
    }

    private static void AddGauges(CollectorRegistry registry, MetricFactory metrics, TradingGauges gauges)
    {
        Add("torghut_trading_reconcile_lag_seconds", "Machine time since the last reconciliation that succeeded.", () => gauges.ReconcileLagSeconds);
        Add("torghut_trading_signal_lag_seconds", "Market time minus the newest signal's event time.", () => gauges.SignalLagSeconds);
        Add("torghut_trading_lease_held", "Whether this instance may trade.", () => gauges.LeaseHeld ? 1 : 0);
        Add("torghut_trading_kill_switch_active", "Whether the kill switch or a latch stops every order.", () => gauges.KillSwitchActive ? 1 : 0);
        Add("torghut_trading_mass_cancel_failing", "Whether an emergency stop does not empty the book.", () => gauges.MassCancelFailing ? 1 : 0);
        Add("torghut_trading_latches_not_persisted", "Latches in force that are not on disk and in Postgres yet.", () => gauges.UnsavedLatches);
        Add("torghut_trading_universe_symbols", "Symbols that may be traded.", () => gauges.UniverseSymbols);
        Add("torghut_trading_held_symbols_unwatched", "Held symbols that no enabled strategy trades.", () => gauges.HeldSymbolsUnwatched);
        Add("torghut_trading_unresolved_orders", "Orders whose outcome is not known.", () => gauges.UnresolvedOrders);
        Add("torghut_trading_external_orders_waiting", "External orders that block entries until somebody acknowledges them.", () => gauges.ExternalOrders);
        Add("torghut_trading_reconciliation_break", "Whether fills, positions and cash disagreed when last compared.", Break);
        Add("torghut_trading_books_disagree", "Deprecated: torghut_trading_reconciliation_break.", Break);
        Add("torghut_trading_last_tick_age_seconds", "Machine time since the last tick ended.", () => gauges.TickAgeSeconds);
        var mode = metrics.CreateGauge("torghut_trading_mode", "The mode in force.", "mode");
        registry.AddBeforeCollectCallback(() => SetOnly(mode, [[gauges.Mode]]));
        var problems = metrics.CreateGauge(
            "torghut_trading_catalogue_problem", "Problems of the newest catalogue file while it is refused, the first ones, by file, line and field.", "file",
            "line", "field");
        registry.AddBeforeCollectCallback(() => SetOnly(problems, [.. gauges.CatalogueProblems.Take(5).Select(Labels)]));

        double Break() => gauges.ReconciliationBreak ? 1 : 0;

        void Add(string name, string help, Func<double> read)
        {
            var gauge = metrics.CreateGauge(name, help);
            registry.AddBeforeCollectCallback(() => gauge.Set(read()));
        }
    }

    /// <summary>What a job found at night; its pod is gone when it could be asked.</summary>
    private static void AddParity(CollectorRegistry registry, MetricFactory metrics, TradingGauges gauges, MetricCodes codes)
    {
        var mismatches = metrics.CreateCounter(
            "torghut_parity_decision_mismatch_total", "Decisions of compared days that live and backtest do not share, by cause.", "cause");
        var unknown = metrics.CreateGauge("torghut_parity_unknown_decisions", "Decisions of the newest compared day that differ for no known cause.");
        var newest = metrics.CreateGauge("torghut_parity_compared_timestamp_seconds", "When the newest day was compared, Unix time; 0 when none was.");
        Show(mismatches, codes.ParityCauses);
        registry.AddBeforeCollectCallback(() =>
        {
            foreach (var (cause, count) in gauges.Parity?.Mismatches ?? new Dictionary<string, long>())
            {
                mismatches.WithLabels(cause).IncTo(count);
            }

            unknown.Set(gauges.Parity?.Unknown ?? 0);
            newest.Set(gauges.Parity?.Newest.ToUnixTimeSeconds() ?? 0);
        });
    }

    private static string[] Labels((string File, long Line, string Field) problem) =>
        [problem.File, problem.Line.ToString(CultureInfo.InvariantCulture), problem.Field];

    /// <summary>Makes the gauge 1 for these labels and takes away all others.</summary>
    private static void SetOnly(Gauge gauge, IReadOnlyList<string[]> wanted)
    {
        foreach (var gone in gauge.GetAllLabelValues().Where(labels => !wanted.Any(labels.SequenceEqual)))
        {
            gauge.RemoveLabelled(gone);
        }

        foreach (var labels in wanted)
        {
            gauge.WithLabels(labels).Set(1);
        }
    }
}
