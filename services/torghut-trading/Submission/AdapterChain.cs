using Torghut.Alpaca;
using Torghut.Common.Drills;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Sends a claimed order through the adapters of the chain. The next adapter is tried only when the one before is known not to have accepted the order,
/// under the same id, and only after that step is committed to the audit; an outcome that is not known never goes further.
/// </summary>
internal sealed class AdapterChain(IBroker broker, FallbackBroker fallback, IDecisionStore decisions, PreTradeGate gate, TradingMetrics metrics,
    Failpoints failpoints, TimeProvider time, ILogger<AdapterChain> logger)
{
    /// <summary>Word in metrics for a request that was stopped on its way.</summary>
    private const string NotSent = "not_sent";

    private volatile FallbackStatus _last = new(0, null);

    /// <summary>Name of the adapter that orders are meant for.</summary>
    public string Expected => broker.Name;

    /// <summary>Adapters in the order in which they are tried.</summary>
    public IReadOnlyList<string> Chain => fallback.Broker is { } next ? [broker.Name, next.Name] : [broker.Name];

    /// <summary>Orders that went to another adapter since the start.</summary>
    public FallbackStatus Fallbacks => _last;

    /// <summary>Returns how it ended and which adapter said so.</summary>
    public async Task<RoutedOutcome> SendAsync(DecisionRow claimed, PlannedOrder order, Departure departure)
    {
        var first = await SendAsync(broker, claimed, order, departure);
        if (first.Outcome is not SubmitOutcome.NotAccepted { MayGoElsewhere: true } refused || fallback.Broker is not { } next)
        {
            return first;
        }

        var onward = departure with { LookedAt = time.GetTimestamp() };
        var step = new FallbackStep(broker.Name, next.Name, refused.Reason);
        if (!await decisions.RecordFallbackAsync(claimed, departure.Lease, step, CancellationToken.None))
        {
            return first;
        }

        // What the first adapter is known not to have accepted has not left, and is kept as if it had never been tried.
        var verdict = gate.BeforeRequest(onward.Order, onward.Lease);
        if (verdict.Action != PreTradeAction.Leave)
        {
            return verdict.Action == PreTradeAction.Wait ? first : RoutedOutcome.NotSent(next.Name, verdict);
        }

        var second = await SendAsync(next, claimed, order, onward);
        if (second.Kept is null)
        {
            _last = new FallbackStatus(_last.Count + 1, refused.Reason);
            metrics.Fallback(step.Expected, step.Actual, step.Reason);
            TradingLog.Fallback(logger, claimed.DecisionHash, step.Expected, step.Actual, step.Reason);
        }

        return second;
    }

    private async Task<RoutedOutcome> SendAsync(IBroker adapter, DecisionRow claimed, PlannedOrder order, Departure departure)
    {
        metrics.SubmitAttempt(adapter.Name, CanonicalText.Of(order.Side));
        var permit = new OrderPermit(gate, departure, failpoints, time);
        var outcome = await SendPermit.UnderAsync(permit, () => adapter.SubmitAsync(order, claimed.DecisionHash, CancellationToken.None));
        if (permit is { Refusal: { } verdict, MayHaveLeft: false })
        {
            metrics.SubmitResult(NotSent, adapter.Name);
            return RoutedOutcome.NotSent(adapter.Name, verdict);
        }

        metrics.SubmitResult(outcome.Status, adapter.Name);
        TradingLog.SubmitResult(logger, claimed.DecisionHash, outcome.Status, adapter.Name);
        return new RoutedOutcome(outcome, adapter.Name);
    }
}

/// <summary>Who takes orders that the first adapter did not accept; null when nobody does.</summary>
internal sealed record FallbackBroker(IBroker? Broker);

/// <param name="Count">Orders that went to another adapter since the start: a step that the gate stopped after its audit row is none.</param>
/// <param name="Reason">Reason of the newest.</param>
internal sealed record FallbackStatus(long Count, string? Reason);
