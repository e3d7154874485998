using System.Diagnostics;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Takes an approved decision to the broker: gate, claim, gate, request, outcome. Once the claim is committed, nothing that follows is cut short by a
/// shutdown; whatever is interrupted anyway stays <c>submitting</c> and is looked up.
/// </summary>
internal sealed class OrderSubmitter(
    PreTradeGate gate, IDecisionStore decisions, AdapterChain chain, OutcomeRecorder recorder, EntryBlocks blocks, InFlightOrders inFlight,
    Failpoints failpoints, TimeProvider time)
{
    /// <param name="row">The decision.</param>
    /// <param name="order">The order that was approved.</param>
    /// <param name="leaving">The same as the gate sees it.</param>
    /// <param name="cancellationToken">Stops waiting before the claim.</param>
    public async Task<SubmitResult> SubmitAsync(DecisionRow row, PlannedOrder order, LeavingOrder leaving, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.SubmitOrder, row);
        var verdict = gate.BeforeClaim(leaving);
        if (verdict is not { Action: PreTradeAction.Leave, Lease: { } lease })
        {
            await recorder.KeptAsync(row, verdict, cancellationToken);
            return ResultOf(verdict);
        }

        try
        {
            return await ClaimAndSendAsync(row, order, new Departure(leaving, lease, time.GetTimestamp()), cancellationToken);
        }
        catch (Exception interrupted) when (interrupted is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            // A claim or an outcome may or may not be committed: entries wait until the order was looked up.
            blocks.OutcomeLost(row.Symbol, row.Action);
            throw;
        }
    }

    private async Task<SubmitResult> ClaimAndSendAsync(DecisionRow row, PlannedOrder order, Departure departure, CancellationToken cancellationToken)
    {
        if (!await decisions.ClaimAsync(row, departure.Lease, chain.Expected, departure.Order.Clock.Now, cancellationToken))
        {
            recorder.NotSent(row, PreTradeCodes.ClaimRefused);
            return SubmitResult.Kept;
        }

        await failpoints.HitAsync(FailpointNames.ClaimCommitted);

        var claimed = row with { Status = OrderState.Submitting.Name() };
        if (await LookAgainAsync(claimed, departure) is not { } current)
        {
            await KeepAsync(claimed, PreTradeVerdict.Wait(PreTradeCodes.ClaimRefused));
            return SubmitResult.Kept;
        }

        var response = await SendAsync(claimed, order, current);
        if (response.Kept is { } verdict)
        {
            await KeepAsync(claimed, verdict);
            return ResultOf(verdict);
        }

        Describe(response);
        await failpoints.HitAsync(FailpointNames.ReplyRead);
        await recorder.AnsweredAsync(claimed, response.Outcome!, response.Adapter);
        await failpoints.HitAsync(FailpointNames.ReportCommitted);
        return SubmitResult.Left;
    }

    /// <summary>
    /// A claim that took long, or a process that stood still behind it, may have missed a stop of another instance: then the database is asked again. Null when
    /// it does not agree any more.
    /// </summary>
    private async Task<Departure?> LookAgainAsync(DecisionRow claimed, Departure departure)
    {
        if (time.GetElapsedTime(departure.LookedAt) <= Departure.LongestSinceLook / 2)
        {
            return departure;
        }

        var again = departure with { LookedAt = time.GetTimestamp() };
        return await decisions.ConfirmClaimAsync(claimed, departure.Lease, CancellationToken.None) ? again : null;
    }

    /// <summary>The last look at the gate and the request.</summary>
    private async Task<RoutedOutcome> SendAsync(DecisionRow claimed, PlannedOrder order, Departure departure)
    {
        RoutedOutcome? response = null;
        inFlight.Leaving();
        try
        {
            var verdict = gate.BeforeRequest(departure.Order, departure.Lease);
            return response = verdict.Action == PreTradeAction.Leave
                ? await failpoints.DuringAsync(FailpointNames.PostSent, chain.SendAsync(claimed, order, departure))
                : RoutedOutcome.NotSent(chain.Expected, verdict);
        }
        finally
        {
            inFlight.Ended(lost: response is null or { Outcome: SubmitOutcome.Unknown or SubmitOutcome.Duplicate });
        }
    }

    private static SubmitResult ResultOf(PreTradeVerdict kept) => kept.Action == PreTradeAction.DecideAnew ? SubmitResult.DecideAnew : SubmitResult.Kept;

    private Task KeepAsync(DecisionRow claimed, PreTradeVerdict verdict)
    {
        // A claim that only waits is not ours any more: whoever holds the lease now looks the order up, and may send it.
        if (verdict.Action == PreTradeAction.Wait)
        {
            blocks.OutcomeLost(claimed.Symbol, claimed.Action);
        }

        return recorder.KeptAsync(claimed, verdict, CancellationToken.None);
    }

    private static void Describe(RoutedOutcome response)
    {
        var span = Activity.Current?.SetTag(TradingTracing.Adapter, response.Adapter).SetTag(TradingTracing.OrderOutcome, response.Outcome!.Status);
        if (response.Outcome is SubmitOutcome.Accepted accepted)
        {
            span?.SetTag(TradingTracing.OrderId, accepted.Order.OrderId);
        }
        else
        {
            span?.SetStatus(ActivityStatusCode.Error, response.Outcome!.Status);
        }
    }
}
