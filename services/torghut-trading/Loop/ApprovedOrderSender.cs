using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Loop;

/// <summary>
/// Sends orders that risk has approved. One that did not leave while what it was decided on was fresh is judged anew on what is known now; its size is part
/// of what was approved, so an order that does not fit any more is withheld and not made smaller.
/// </summary>
internal sealed class ApprovedOrderSender(
    OrderSubmitter submitter, CurrentCatalogue catalogue, PreTradeGate gate, EntryRateGuard entryRate, ExitRefusals refusals, IDecisionStore decisions,
    TickReporter reporter)
{
    private const int MostJudgements = 2;

    /// <summary>Sends an order that was approved a moment ago.</summary>
    /// <param name="row">Its decision, approved.</param>
    /// <param name="order">What was approved.</param>
    /// <param name="signal">What it was decided for.</param>
    /// <param name="judged">On what it was approved, and the verdict.</param>
    /// <param name="contexts">What it is judged on if it has to be judged anew.</param>
    /// <param name="cancellationToken">Stops waiting before the claim.</param>
    public async Task SendAsync(
        DecisionRow row, PlannedOrder order, SignalRow signal, (TickContext Context, RiskVerdict Verdict) judged, FreshContext contexts,
        CancellationToken cancellationToken)
    {
        if (await TrySendAsync(row, order, judged.Context, judged.Verdict, cancellationToken) == SubmitResult.DecideAnew)
        {
            await JudgeAndSendAsync(row, order, signal, contexts, cancellationToken);
        }
    }

    /// <summary>Sends an order that was approved earlier, if it still would be.</summary>
    public async Task JudgeAndSendAsync(
        DecisionRow row, PlannedOrder order, SignalRow signal, FreshContext contexts, CancellationToken cancellationToken)
    {
        var strategy = catalogue.Current.Find(row.StrategyName);
        for (var judgement = 0; judgement < MostJudgements; judgement++)
        {
            var context = await contexts.CurrentAsync(cancellationToken);
            var verdict = Judge();
            if (await entryRate.SuspendsAsync(row.StrategyName, order.Symbol, verdict, context, cancellationToken))
            {
                verdict = Judge();
            }

            if (Against(row, verdict) is { Count: > 0 } codes)
            {
                await KeepAsync(row, verdict, codes, cancellationToken);
                return;
            }

            // Against a broker that answers so slowly that what it says is old when it arrives, the order waits for the next tick.
            if (await TrySendAsync(row, order, context, verdict, cancellationToken) != SubmitResult.DecideAnew || !contexts.WasFresh)
            {
                return;
            }

            RiskVerdict Judge() => OrderProposer.Check(OrderProposer.Risk(strategy, row.StrategyName, signal, order, false, gate.Current, context));
        }
    }

    private async Task<SubmitResult> TrySendAsync(
        DecisionRow row, PlannedOrder order, TickContext context, RiskVerdict verdict, CancellationToken cancellationToken)
    {
        var earlier = await refusals.OfAsync(row, order, context.Portfolio.View(order.Symbol).Available, cancellationToken);
        var result = await submitter.SubmitAsync(row, order, context.Leaving(row) with { Refusals = earlier }, cancellationToken);
        if (result == SubmitResult.Left)
        {
            context.Left(row, order, verdict);
        }

        return result;
    }

    private static bool Passes(RiskReason reason) =>
        reason is RiskReason.UnknownOrderOutstanding or RiskReason.ReconciliationUnfinished or RiskReason.OrderRateExceeded;

    /// <summary>What was approved as an exit passed none of the checks that hold for entries, in the database either.</summary>
    private static IReadOnlyList<string> Against(DecisionRow row, RiskVerdict verdict) =>
        verdict is { Approved: true, OpeningQty: > 0 } && !row.OpensExposure ? [PreTradeCodes.ExposureChanged] : verdict.Codes;

    private async Task KeepAsync(DecisionRow row, RiskVerdict verdict, IReadOnlyList<string> codes, CancellationToken cancellationToken)
    {
        // What only waits (for an unknown order, for reconciliation) is left waiting; anything else will not get better.
        if (!verdict.Approved && verdict.Reasons.All(Passes))
        {
            return;
        }

        reporter.NotSent(row, codes);
        await decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, string.Join(',', codes), cancellationToken);
    }
}
