using Torghut.Trading.Account;
using Torghut.Trading.Decisions;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Loop;

/// <summary>Decisions that a crash or a rate limit left on the way: judged and sent if they still may be, expired if they are too old.</summary>
internal sealed class PendingDecisions(
    IOrderQueries queries, TickContexts contexts, PreTradeGate gate, ApprovedOrderSender sender, DecisionPlanner planner, IDecisionStore decisions,
    SwitchOptions switches, TickReporter reporter)
{
    private const int MaxPending = 200;

    private static readonly OrderState[] Pending = [OrderState.Planned, OrderState.Approved];

    public async Task ResumeAsync(TickStart start, CancellationToken cancellationToken)
    {
        var pending = await queries.InStatesAsync(switches.AccountLabel, Pending, MaxPending, cancellationToken);
        var context = contexts.Open(start, pending.Select(row => row.Symbol).ToHashSet(StringComparer.Ordinal));
        foreach (var row in await planner.InOrderAsync(pending, context, cancellationToken))
        {
            if (gate.IsTooOld(row.SignalEventTs, start.Session.Now))
            {
                reporter.NotSent(row, [PreTradeCodes.Expired]);
                await decisions.ApplyAsync(row, OrderTrigger.AgeLimitPassed, "signal_too_old", cancellationToken);
            }
            else if (row.State == OrderState.Approved)
            {
                await ResumeAsync(row, context, cancellationToken);
            }
            else
            {
                await planner.ResumeAsync(row, await queries.SignalAsync(row.Id, cancellationToken), context, cancellationToken);
            }
        }
    }

    /// <summary>Sends an order that was approved earlier, if it still may be sent: its age, and the limits as they are now.</summary>
    private async Task ResumeAsync(DecisionRow row, FreshContext context, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.ResumeDecision, row);
        if (await queries.ApprovedOrderAsync(row.Id, cancellationToken) is { } approved)
        {
            var signal = await queries.SignalAsync(row.Id, cancellationToken);
            await sender.JudgeAndSendAsync(row, approved.ToOrder(), signal.ToSignal(row), context, cancellationToken);
        }
    }
}
