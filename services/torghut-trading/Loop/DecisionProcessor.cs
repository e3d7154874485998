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

namespace Torghut.Trading.Loop;

/// <summary>Takes a written-down decision through sizing, advice and risk to the submitter.</summary>
internal sealed class DecisionProcessor(
    EntryRateGuard entryRate, IDecisionReviewer reviewer, PreTradeGate gate, IDecisionStore decisions, ApprovedOrderSender sender, Failpoints failpoints,
    TickReporter reporter, TimeProvider time)
{
    /// <summary>Decisions in the order in which they are to be made.</summary>
    /// <param name="decisions">In the order of their signals.</param>
    /// <param name="rowOf">A decision's row.</param>
    /// <param name="contexts">What they are judged on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<IReadOnlyList<T>> InOrderAsync<T>(
        IReadOnlyList<T> decisions, Func<T, DecisionRow> rowOf, FreshContext contexts, CancellationToken cancellationToken) =>
        reviewer.Waits && decisions.Count > 1
            ? DecisionOrder.ClosingFirst(decisions, rowOf, await contexts.CurrentAsync(cancellationToken))
            : decisions;

    /// <summary>Judges a planned decision and sends its order when it is approved.</summary>
    public async Task DecideAsync(PlannedDecision planned, FreshContext contexts, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.Decide, planned.Row);
        await failpoints.HitAsync(FailpointNames.DecisionBeforeRisk);
        var context = await contexts.CurrentAsync(cancellationToken);
        if (Lapsed(planned.Row, contexts.Start, context) is { } lapsed)
        {
            reporter.NotSent(planned.Row, [lapsed]);
            await decisions.ApplyAsync(planned.Row, OrderTrigger.AgeLimitPassed, lapsed, cancellationToken);
            return;
        }

        var started = time.GetTimestamp();
        var draft = planned.Draft;
        var (proposed, sizing) = Size(draft, context);
        if (sizing.Rest > 0)
        {
            reporter.Left(draft, sizing.Rest);
        }

        var (order, source) = (proposed, RiskAudit.NotAsked);
        var input = Input(draft, proposed, false, context);
        var verdict = OrderProposer.Check(input);
        reporter.Evaluated(time.GetElapsedTime(started));
        if (await entryRate.SuspendsAsync(draft.Strategy.Name, proposed.Symbol, verdict, context, cancellationToken))
        {
            input = Input(draft, proposed, false, context);
            verdict = OrderProposer.Check(input);
        }

        // Advice is asked of what would be sent without it, and never makes anything sendable (docs/adr/0036-advice-never-in-charge.md).
        if (verdict.Approved)
        {
            var advice = await reviewer.ReviewAsync(
                new AdvisoryRequest(planned, proposed, input, verdict.OpeningQty > 0, contexts.Start.Reviews), cancellationToken);
            (order, source) = (advice.Order, advice.Source);
            if (advice.Waited)
            {
                context = await contexts.CurrentAsync(cancellationToken);
                if (Lapsed(planned.Row, contexts.Start, context) is { } meanwhile)
                {
                    reporter.NotSent(planned.Row, [meanwhile]);
                    await decisions.ApplyAsync(planned.Row, OrderTrigger.AgeLimitPassed, meanwhile, cancellationToken);
                    return;
                }
            }

            if (advice.Waited || advice.Veto || order != proposed)
            {
                input = Input(draft, order, advice.Veto, context);
                verdict = OrderProposer.Check(input);
            }
        }

        await decisions.RecordVerdictAsync(planned.Row, new DecisionVerdict(order, sizing.ToMap(), verdict, RiskAudit.ToMap(input, verdict, source)),
            cancellationToken);
        await failpoints.HitAsync(FailpointNames.RiskCommitted);
        reporter.Decided(planned.Row, draft, order, verdict);
        span?.SetTag(TradingTracing.RiskApproved, verdict.Approved);
        if (!verdict.Approved)
        {
            return;
        }

        var row =
            planned.Row with { Status = OrderState.Approved.Name(), Qty = order.Qty, LimitPrice = order.LimitPrice, OpensExposure = verdict.OpeningQty > 0 };
        await sender.SendAsync(row, order, draft.Signal, (context, verdict), contexts, cancellationToken);
    }

    /// <summary>Why a decision's time ran out while the tick was busy with those before it; null when it did not. What was too late when the tick began is
    /// the risk engine's to say.</summary>
    private string? Lapsed(DecisionRow row, TickStart start, TickContext context)
    {
        if (start.Clock.IsOpen && !context.Clock.IsOpen)
        {
            return RiskReasons.Code(RiskReason.MarketClosed);
        }

        return gate.IsTooOld(row.SignalEventTs, context.Clock.Now) && !gate.IsTooOld(row.SignalEventTs, start.Clock.Now) ? PreTradeCodes.Expired : null;
    }

    private RiskInput Input(DecisionDraft draft, PlannedOrder order, bool veto, TickContext context) =>
        OrderProposer.Risk(draft.Strategy, draft.Strategy.Name, draft.Signal, order, veto, gate.Current, context);

    private static (PlannedOrder Order, SizingResult Sizing) Size(DecisionDraft draft, TickContext context)
    {
        using var span = TradingTracing.Source.StartActivity(TradingTracing.SizeOrder);
        return OrderProposer.Propose(draft, context);
    }
}
