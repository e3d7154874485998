using System.Diagnostics;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Takes an approved decision to the broker: gate, claim, gate, request, outcome. Once the claim is committed, nothing that follows is cut short by a
/// shutdown; whatever is interrupted anyway stays <c>submitting</c> and is looked up.
/// </summary>
internal sealed class OrderSubmitter(
    PreTradeGate gate, DecisionStore decisions, AdapterChain chain, OutcomeRecorder recorder, EntryBlocks blocks, InFlightOrders inFlight,
    Failpoints failpoints)
{
    /// <summary>Returns whether a request left.</summary>
    public async Task<bool> SubmitAsync(DecisionRow row, PlannedOrder order, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.SubmitOrder, row);
        var verdict = gate.BeforeClaim(row.OpensExposure);
        if (verdict is not { Action: PreTradeAction.Leave, Lease: { } lease })
        {
            await recorder.KeptAsync(row, verdict, cancellationToken);
            return false;
        }

        try
        {
            return await ClaimAndSendAsync(row, order, lease, cancellationToken);
        }
        catch (Exception interrupted) when (interrupted is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // A claim or an outcome may or may not be committed: entries wait until the order was looked up.
            blocks.OutcomeLost();
            throw;
        }
    }

    private async Task<bool> ClaimAndSendAsync(DecisionRow row, PlannedOrder order, Lease lease, CancellationToken cancellationToken)
    {
        if (!await decisions.ClaimAsync(row, lease, chain.Expected, cancellationToken))
        {
            recorder.NotSent(row, PreTradeCodes.ClaimRefused);
            return false;
        }

        await failpoints.HitAsync(FailpointNames.ClaimCommitted);

        var claimed = row with { Status = OrderState.Submitting.Name() };
        if (await SendAsync(claimed, order, lease) is not { } response)
        {
            return false;
        }

        Describe(response);
        await failpoints.HitAsync(FailpointNames.ReplyRead);
        await recorder.AnsweredAsync(claimed, response.Outcome, response.Adapter);
        await failpoints.HitAsync(FailpointNames.ReportCommitted);
        return true;
    }

    /// <summary>The last look at the gate and the request; null when it did not leave.</summary>
    private async Task<RoutedOutcome?> SendAsync(DecisionRow claimed, PlannedOrder order, Lease lease)
    {
        RoutedOutcome? response = null;
        var started = false;
        inFlight.Leaving();
        try
        {
            var verdict = gate.BeforeRequest(claimed.OpensExposure, lease);
            if (verdict.Action != PreTradeAction.Leave)
            {
                await KeepAsync(claimed, verdict);
                return null;
            }

            started = true;
            return response = await failpoints.DuringAsync(FailpointNames.PostSent, chain.SendAsync(claimed, order, lease));
        }
        finally
        {
            inFlight.Ended(lost: started && response?.Outcome is null or SubmitOutcome.Unknown or SubmitOutcome.Duplicate);
        }
    }

    private Task KeepAsync(DecisionRow claimed, PreTradeVerdict verdict)
    {
        // A claim that only waits is not ours any more: whoever holds the lease now looks the order up, and may send it.
        if (verdict.Action == PreTradeAction.Wait)
        {
            blocks.OutcomeLost();
        }

        return recorder.KeptAsync(claimed, verdict, CancellationToken.None);
    }

    private static void Describe(RoutedOutcome response)
    {
        var span = Activity.Current?.SetTag(TradingTracing.Adapter, response.Adapter).SetTag(TradingTracing.OrderOutcome, response.Outcome.Status);
        if (response.Outcome is SubmitOutcome.Accepted accepted)
        {
            span?.SetTag(TradingTracing.OrderId, accepted.Order.OrderId);
        }
        else
        {
            span?.SetStatus(ActivityStatusCode.Error, response.Outcome.Status);
        }
    }
}
