using Torghut.Common.Drills;
using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Sizing;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Loop;

/// <summary>Takes written-down decisions through sizing, advice and risk to the submitter, one after the other.</summary>
internal sealed class DecisionProcessor(
    DecisionStore decisions,
    OrderQueries queries,
    StrategyStore strategies,
    IDecisionReviewer reviewer,
    OrderSubmitter submitter,
    PreTradeGate gate,
    CurrentCatalogue catalogue,
    RiskOptions limits,
    BrokerOptions orders,
    SwitchOptions switches,
    Failpoints failpoints,
    LoopStatus status,
    TradingMetrics metrics,
    TimeProvider time,
    ILogger<DecisionProcessor> logger)
{
    /// <summary>Judges a planned decision and sends its order when it is approved.</summary>
    public async Task DecideAsync(PlannedDecision planned, TickContext context, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.Decide, planned.Row);
        await failpoints.HitAsync(FailpointNames.DecisionBeforeRisk);
        var started = time.GetTimestamp();
        var draft = planned.Draft;
        await GuardAgainstRunawayAsync(draft, context, cancellationToken);
        var (proposed, sizing) = Size(draft, context);
        var advice = await reviewer.ReviewAsync(new AdvisoryRequest(planned, proposed), cancellationToken);
        var order = advice.Order;
        var input = OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal.EventTs, order, advice.Veto, gate.Current, context);
        var verdict = CheckRisk(input);
        metrics.Evaluated(time.GetElapsedTime(started));

        await decisions.RecordVerdictAsync(planned.Row, new DecisionVerdict(order, sizing.ToMap(), verdict, RiskAudit.ToMap(input, verdict, advice.Source)),
            cancellationToken);
        await failpoints.HitAsync(FailpointNames.RiskCommitted);
        Report(planned, order, verdict);
        span?.SetTag(TradingTracing.RiskApproved, verdict.Approved);
        if (!verdict.Approved)
        {
            return;
        }

        var row =
            planned.Row with { Status = OrderState.Approved.Name(), Qty = order.Qty, LimitPrice = order.LimitPrice, OpensExposure = verdict.OpeningQty > 0 };
        await SendAsync(row, order, verdict, context, cancellationToken);
    }

    /// <summary>Sends an order that was approved earlier, if it still may be sent: its age, and the limits as they are now.</summary>
    public async Task ResumeAsync(DecisionRow row, TickContext context, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.ResumeDecision, row);
        if (IsTooOld(row, context))
        {
            await ExpireAsync(row, cancellationToken);
            return;
        }

        if (await queries.ApprovedOrderAsync(row.Id, cancellationToken) is not { } approved)
        {
            return;
        }

        var order = approved.ToOrder();
        var strategy = catalogue.Current.Find(row.StrategyName);
        var verdict = CheckRisk(OrderProposer.Risk(strategy, row.StrategyName, row.SignalEventTs, order, false, gate.Current, context));
        if (verdict.Approved)
        {
            await SendAsync(row, order, verdict, context, cancellationToken);
            return;
        }

        // What only waits (for an unknown order, for reconciliation) is left waiting; anything else will not get better.
        if (verdict.Reasons.All(reason => reason is RiskReason.UnknownOrderOutstanding or RiskReason.ReconciliationUnfinished or RiskReason.OrderRateExceeded))
        {
            return;
        }

        metrics.LocalReject(verdict.Codes[0]);
        TradingLog.OrderNotSent(logger, row.DecisionHash, string.Join(',', verdict.Codes));
        await decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, string.Join(',', verdict.Codes), cancellationToken);
    }

    public bool IsTooOld(DecisionRow row, TickContext context) => context.Clock.Now - row.SignalEventTs > (orders.OrderMaxAge ?? limits.MaxSignalAge);

    public async Task ExpireAsync(DecisionRow row, CancellationToken cancellationToken)
    {
        metrics.LocalReject("expired");
        TradingLog.OrderNotSent(logger, row.DecisionHash, "expired");
        await decisions.ApplyAsync(row, OrderTrigger.AgeLimitPassed, "signal_too_old", cancellationToken);
    }

    private static (PlannedOrder Order, SizingResult Sizing) Size(DecisionDraft draft, TickContext context)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.SizeOrder);
        return OrderProposer.Propose(draft, context);
    }

    private static RiskVerdict CheckRisk(RiskInput input)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.CheckRisk);
        var verdict = RiskEngine.Evaluate(input);
        span?.SetTag(TradingTracing.RiskApproved, verdict.Approved).SetTag(TradingTracing.RiskCodes, verdict.Codes.ToArray());
        return verdict;
    }

    private async Task SendAsync(DecisionRow row, PlannedOrder order, RiskVerdict verdict, TickContext context, CancellationToken cancellationToken)
    {
        if (!await submitter.SubmitAsync(row, order, cancellationToken))
        {
            return;
        }

        context.OrderRate.Leaving(row.StrategyName, row.Symbol, context.Clock.Now, verdict.OpeningQty > 0);
        context.Portfolio.Leaving(order, verdict.OpeningQty, context.Prices.GetValueOrDefault(order.Symbol)?.Price ?? order.LimitPrice ?? 0);
    }

    /// <summary>A strategy that enters again and again within a minute is broken, whatever its cool-down says.</summary>
    private async Task GuardAgainstRunawayAsync(DecisionDraft draft, TickContext context, CancellationToken cancellationToken)
    {
        var name = draft.Strategy.Name;
        if (context.Suspended.Contains(name) || context.OrderRate.EntriesLastMinute(name, draft.Intent.Symbol) < limits.MaxEntriesPerSymbolMinute)
        {
            return;
        }

        var reason = $"{context.OrderRate.EntriesLastMinute(name, draft.Intent.Symbol)} entries in {draft.Intent.Symbol} within a minute";
        context.Suspended.Add(name);
        if (!await strategies.SuspendAsync(switches.AccountLabel, name, reason, cancellationToken))
        {
            return;
        }

        metrics.StrategySuspended();
        TradingLog.StrategySuspended(logger, name, reason);
    }

    private void Report(PlannedDecision planned, PlannedOrder order, RiskVerdict verdict)
    {
        var word = verdict.Approved ? "approved" : "rejected";
        metrics.Decision(planned.Draft.Strategy.Name, word);
        foreach (var code in verdict.Codes)
        {
            metrics.RiskReject(code);
        }

        status.Decided(verdict.Approved);
        TradingLog.Decision(
            logger, planned.Draft.Hash, planned.Draft.Strategy.Name, CanonicalText.Of(order.Side), order.Qty, order.Symbol, word,
            string.Join(',', verdict.Codes));
    }
}
