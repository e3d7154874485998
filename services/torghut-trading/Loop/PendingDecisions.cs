using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Loop;

/// <summary>Decisions that a crash or a rate limit left on the way: sent if they still may be, expired if they are too old.</summary>
internal sealed class PendingDecisions(
    OrderQueries queries, ContextLoader contexts, CurrentCatalogue catalogue, PreTradeGate gate, OrderSubmitter submitter, DecisionStore decisions,
    SwitchOptions switches, TickReporter reporter)
{
    private const int MaxPending = 200;

    private static readonly OrderState[] Pending = [OrderState.Planned, OrderState.Approved];

    public async Task ResumeAsync(TickStart start, CancellationToken cancellationToken)
    {
        var pending = await queries.InStatesAsync(switches.AccountLabel, Pending, MaxPending, cancellationToken);
        if (pending.Count == 0)
        {
            return;
        }

        var context = await contexts.LoadAsync(start, pending.Select(row => row.Symbol).ToHashSet(StringComparer.Ordinal), cancellationToken);
        foreach (var row in pending)
        {
            if (row.State == OrderState.Approved)
            {
                await ResumeAsync(row, context, cancellationToken);
            }
            else if (gate.IsTooOld(row.SignalEventTs, context.Clock.Now))
            {
                await ExpireAsync(row, cancellationToken);
            }
        }
    }

    /// <summary>Sends an order that was approved earlier, if it still may be sent: its age, and the limits as they are now.</summary>
    private async Task ResumeAsync(DecisionRow row, TickContext context, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.ResumeDecision, row);
        if (gate.IsTooOld(row.SignalEventTs, context.Clock.Now))
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
        var verdict = OrderProposer.Check(OrderProposer.Risk(strategy, row.StrategyName, row.SignalEventTs, order, false, gate.Current, context));
        if (!verdict.Approved)
        {
            await KeepAsync(row, verdict, cancellationToken);
        }
        else if (await submitter.SubmitAsync(row, order, cancellationToken))
        {
            context.Left(row, order, verdict);
        }
    }

    private async Task KeepAsync(DecisionRow row, RiskVerdict verdict, CancellationToken cancellationToken)
    {
        // What only waits (for an unknown order, for reconciliation) is left waiting; anything else will not get better.
        if (verdict.Reasons.All(reason => reason is RiskReason.UnknownOrderOutstanding or RiskReason.ReconciliationUnfinished or RiskReason.OrderRateExceeded))
        {
            return;
        }

        reporter.NotSent(row, verdict.Codes);
        await decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, string.Join(',', verdict.Codes), cancellationToken);
    }

    private async Task ExpireAsync(DecisionRow row, CancellationToken cancellationToken)
    {
        reporter.NotSent(row, [PreTradeCodes.Expired]);
        await decisions.ApplyAsync(row, OrderTrigger.AgeLimitPassed, "signal_too_old", cancellationToken);
    }
}
