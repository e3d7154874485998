using System.Diagnostics;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Trading.Decisions;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Takes an approved decision to the broker: claim, last check, request, outcome. Once the claim is committed, nothing that follows is cut short by a
/// shutdown; whatever is interrupted anyway stays <c>submitting</c> and is looked up.
/// </summary>
internal sealed class OrderSubmitter(
    DecisionStore decisions,
    OrderReportHandler reports,
    AdapterChain chain,
    LeaseManager leases,
    PreTradeGate gate,
    EntryBlocks blocks,
    BrokerRateLimiter rateLimiter,
    InFlightOrders inFlight,
    Failpoints failpoints,
    TradingMetrics metrics,
    TimeProvider time,
    ILogger<OrderSubmitter> logger)
{
    /// <summary>Returns whether a request left.</summary>
    public async Task<bool> SubmitAsync(DecisionRow row, PlannedOrder order, CancellationToken cancellationToken)
    {
        using var span = DecisionTracing.Start(TradingTracing.SubmitOrder, row);
        if (!rateLimiter.IsOpen)
        {
            return NotNow(row, "rate_limited");
        }

        if (leases.Current is not { } lease)
        {
            return NotNow(row, "lease_lost");
        }

        if (gate.Check(row.OpensExposure) is { } stop)
        {
            return await WithholdAsync(row, stop, cancellationToken);
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
            return NotNow(row, "claim_refused");
        }

        await failpoints.HitAsync(FailpointNames.ClaimCommitted);

        var claimed = row with { Status = OrderState.Submitting.Name() };
        if (await SendAsync(claimed, order, lease) is not { } response)
        {
            return false;
        }

        Describe(response);
        await failpoints.HitAsync(FailpointNames.ReplyRead);
        await RecordAsync(claimed, response.Outcome, response.Adapter);
        await failpoints.HitAsync(FailpointNames.ReportCommitted);
        return true;
    }

    /// <summary>The last checks and the request; null when it did not leave.</summary>
    private async Task<RoutedOutcome?> SendAsync(DecisionRow claimed, PlannedOrder order, Lease lease)
    {
        RoutedOutcome? response = null;
        var started = false;
        inFlight.Leaving();
        try
        {
            // The process may have stood still since the claim. Whoever holds the lease now looks the order up, and may send it.
            if (leases.Current?.Token != lease.Token)
            {
                blocks.OutcomeLost();
                NotNow(claimed, "lease_lost");
                return null;
            }

            if (gate.Check(claimed.OpensExposure) is { } stop)
            {
                await WithholdAsync(claimed, stop, CancellationToken.None);
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

    private async Task RecordAsync(DecisionRow claimed, SubmitOutcome outcome, string adapter)
    {
        switch (outcome)
        {
            case SubmitOutcome.Accepted accepted:
                metrics.OrderSubmitted(time.GetUtcNow() - claimed.CreatedAt);
                await reports.ApplyAsync(adapter, new OrderReport(accepted.Order, OrderReportSources.Submit), CancellationToken.None);
                break;
            case SubmitOutcome.Refused refused:
                metrics.OrderRejected();
                await decisions.ApplyAsync(claimed, OrderTrigger.Refused, $"{refused.Code}: {Shorten(refused.Message)}", CancellationToken.None);
                break;
            case SubmitOutcome.NotAccepted refused:
                rateLimiter.Close(refused.RetryAt);
                await decisions.ApplyAsync(claimed, OrderTrigger.NotAccepted, refused.Reason, CancellationToken.None);
                break;
            case SubmitOutcome.Unknown unknown:
                await LoseAsync(claimed, unknown.Reason);
                break;
            case SubmitOutcome.Duplicate duplicate:
                await LoseAsync(claimed, duplicate.Reason);
                break;
        }
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

    private async Task LoseAsync(DecisionRow claimed, string reason)
    {
        blocks.OutcomeLost();
        TradingLog.OrderUnknown(logger, claimed.DecisionHash, reason);
        await decisions.ApplyAsync(claimed, OrderTrigger.OutcomeLost, Shorten(reason), CancellationToken.None);
    }

    private async Task<bool> WithholdAsync(DecisionRow row, RiskReason reason, CancellationToken cancellationToken)
    {
        NotNow(row, RiskReasons.Code(reason));
        await decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, RiskReasons.Code(reason), cancellationToken);
        return false;
    }

    private bool NotNow(DecisionRow row, string code)
    {
        metrics.LocalReject(code);
        TradingLog.OrderNotSent(logger, row.DecisionHash, code);
        Activity.Current?.SetTag(TradingTracing.OrderOutcome, code);
        return false;
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300];
}
