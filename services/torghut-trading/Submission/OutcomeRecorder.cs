using System.Diagnostics;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Orders;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>Writes down how an order fared: at the gate, and with the broker once its request had left.</summary>
internal sealed class OutcomeRecorder(
    IDecisionStore decisions, OrderReportHandler reports, EntryBlocks blocks, BrokerRateLimiter rateLimiter, TradingMetrics metrics, TimeProvider time,
    ILogger<OutcomeRecorder> logger)
{
    /// <summary>An order that the gate did not let pass.</summary>
    public async Task KeptAsync(DecisionRow row, PreTradeVerdict verdict, CancellationToken cancellationToken)
    {
        NotSent(row, verdict.Code!);
        if (verdict.Action == PreTradeAction.Withhold)
        {
            await decisions.ApplyAsync(row, OrderTrigger.SafetyWithheld, verdict.Code, cancellationToken);
        }

        if (verdict.Action is not (PreTradeAction.Expire or PreTradeAction.DecideAnew))
        {
            return;
        }

        // Nothing of a claimed order has left: that is as good as an answer that it was not accepted.
        var kept = row.State == OrderState.Submitting ? await decisions.ApplyAsync(row, OrderTrigger.NotAccepted, verdict.Code, cancellationToken) : row;
        if (kept is not null && verdict.Action == PreTradeAction.Expire)
        {
            await ExpireAsync(kept, verdict.Code!, cancellationToken);
        }
    }

    /// <summary>An order whose time is over.</summary>
    /// <param name="code">Why it is.</param>
    public Task ExpireAsync(DecisionRow row, string code, CancellationToken cancellationToken) =>
        decisions.ApplyAsync(row, OrderTrigger.AgeLimitPassed, code == PreTradeCodes.Expired ? "signal_too_old" : code, cancellationToken);

    /// <summary>An order that stays here for now.</summary>
    /// <param name="code">One of <see cref="PreTradeCodes"/>, or a reason of the risk engine.</param>
    public void NotSent(DecisionRow row, string code)
    {
        metrics.LocalReject(code);
        TradingLog.OrderNotSent(logger, row.DecisionHash, code);
        Activity.Current?.SetTag(TradingTracing.OrderOutcome, code);
    }

    /// <summary>An order whose request left.</summary>
    public async Task AnsweredAsync(DecisionRow claimed, SubmitOutcome outcome, string adapter)
    {
        switch (outcome)
        {
            case SubmitOutcome.Accepted accepted:
                rateLimiter.Open();
                metrics.OrderSubmitted(time.GetUtcNow() - claimed.CreatedAt);
                await reports.ApplyAsync(adapter, new OrderReport(accepted.Order, OrderReportSources.Submit), CancellationToken.None);
                break;
            case SubmitOutcome.Refused refused:
                rateLimiter.Open();
                metrics.OrderRejected();
                if (!claimed.OpensExposure)
                {
                    metrics.ExitRefused();
                    TradingLog.ExitRefused(logger, claimed.Action, claimed.Symbol, refused.Code, claimed.DecisionHash);
                }

                await decisions.ApplyAsync(claimed, OrderTrigger.Refused, $"{refused.Code}: {Shorten(refused.Message)}", CancellationToken.None);
                break;
            case SubmitOutcome.NotAccepted refused:
                if (refused.Reason == PreTradeCodes.RateLimited)
                {
                    rateLimiter.Close(refused.RetryAt);
                }
                else
                {
                    rateLimiter.Rest();
                }

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

    private async Task LoseAsync(DecisionRow claimed, string reason)
    {
        blocks.OutcomeLost(claimed.Symbol, claimed.Action);
        TradingLog.OrderUnknown(logger, claimed.DecisionHash, reason);
        await decisions.ApplyAsync(claimed, OrderTrigger.OutcomeLost, Shorten(reason), CancellationToken.None);
    }

    private static string Shorten(string text) => text.Length <= 300 ? text : text[..300];
}
