using Torghut.Common.Drills;
using Torghut.Trading.Advisory;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Sizing;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Loop;

/// <summary>Takes a written-down decision through sizing, advice and risk to the submitter.</summary>
internal sealed class DecisionProcessor(
    RunawayGuard guard, IDecisionReviewer reviewer, PreTradeGate gate, DecisionStore decisions, OrderSubmitter submitter, Failpoints failpoints,
    TickReporter reporter, TimeProvider time)
{
    /// <summary>Judges a planned decision and sends its order when it is approved.</summary>
    public async Task DecideAsync(PlannedDecision planned, TickContext context, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.Decide, planned.Row);
        await failpoints.HitAsync(FailpointNames.DecisionBeforeRisk);
        var started = time.GetTimestamp();
        var draft = planned.Draft;
        await guard.CheckAsync(draft, context, cancellationToken);
        var (proposed, sizing) = Size(draft, context);
        var advice = await reviewer.ReviewAsync(new AdvisoryRequest(planned, proposed), cancellationToken);
        var order = advice.Order;
        var input = OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal.EventTs, order, advice.Veto, gate.Current, context);
        var verdict = OrderProposer.Check(input);
        reporter.Evaluated(time.GetElapsedTime(started));

        await decisions.RecordVerdictAsync(planned.Row, new DecisionVerdict(order, sizing.ToMap(), verdict, RiskAudit.ToMap(input, verdict, advice.Source)),
            cancellationToken);
        await failpoints.HitAsync(FailpointNames.RiskCommitted);
        reporter.Decided(draft, order, verdict);
        span?.SetTag(TradingTracing.RiskApproved, verdict.Approved);
        if (!verdict.Approved)
        {
            return;
        }

        var row =
            planned.Row with { Status = OrderState.Approved.Name(), Qty = order.Qty, LimitPrice = order.LimitPrice, OpensExposure = verdict.OpeningQty > 0 };
        if (await submitter.SubmitAsync(row, order, cancellationToken))
        {
            context.Left(row, order, verdict);
        }
    }

    private static (PlannedOrder Order, SizingResult Sizing) Size(DecisionDraft draft, TickContext context)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.SizeOrder);
        return OrderProposer.Propose(draft, context);
    }
}
