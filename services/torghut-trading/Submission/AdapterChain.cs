using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Submission;

/// <summary>
/// Sends a claimed order through the adapters of the chain. The next adapter is tried only when the one before is known not to have accepted the order,
/// under the same id, and only after that step is committed to the audit; an outcome that is not known never goes further.
/// </summary>
internal sealed class AdapterChain(IBroker broker, FallbackBroker fallback, DecisionStore decisions, PreTradeGate gate, TradingMetrics metrics,
    ILogger<AdapterChain> logger)
{
    private volatile FallbackStatus _last = new(0, null);

    /// <summary>Name of the adapter that orders are meant for.</summary>
    public string Expected => broker.Name;

    /// <summary>Adapters in the order in which they are tried.</summary>
    public IReadOnlyList<string> Chain => fallback.Broker is { } next ? [broker.Name, next.Name] : [broker.Name];

    /// <summary>Fallbacks since the start.</summary>
    public FallbackStatus Fallbacks => _last;

    /// <summary>Returns how it ended and which adapter said so.</summary>
    public async Task<RoutedOutcome> SendAsync(DecisionRow claimed, PlannedOrder order, Lease lease)
    {
        var first = await SendAsync(broker, claimed, order);
        if (first.Outcome is not SubmitOutcome.NotAccepted { MayGoElsewhere: true } refused || fallback.Broker is not { } next)
        {
            return first;
        }

        var step = new FallbackStep(broker.Name, next.Name, refused.Reason);
        if (!await decisions.RecordFallbackAsync(claimed, lease, step, CancellationToken.None))
        {
            return first;
        }

        if (gate.BeforeRequest(claimed.OpensExposure, lease).Action != PreTradeAction.Leave)
        {
            return first;
        }

        _last = new FallbackStatus(_last.Count + 1, refused.Reason);
        metrics.Fallback(step.Expected, step.Actual, step.Reason);
        TradingLog.Fallback(logger, claimed.DecisionHash, step.Expected, step.Actual, step.Reason);
        return await SendAsync(next, claimed, order);
    }

    private async Task<RoutedOutcome> SendAsync(IBroker adapter, DecisionRow claimed, PlannedOrder order)
    {
        metrics.SubmitAttempt(adapter.Name, CanonicalText.Of(order.Side));
        var outcome = await adapter.SubmitAsync(order, claimed.DecisionHash, CancellationToken.None);
        metrics.SubmitResult(outcome.Status, adapter.Name);
        TradingLog.SubmitResult(logger, claimed.DecisionHash, outcome.Status, adapter.Name);
        return new RoutedOutcome(outcome, adapter.Name);
    }
}

/// <summary>Who takes orders that the first adapter did not accept; null when nobody does.</summary>
internal sealed record FallbackBroker(IBroker? Broker);

/// <param name="Outcome">How sending ended.</param>
/// <param name="Adapter">Who said so.</param>
internal sealed record RoutedOutcome(SubmitOutcome Outcome, string Adapter);

/// <param name="Count">Fallbacks since the start.</param>
/// <param name="Reason">Reason of the newest.</param>
internal sealed record FallbackStatus(long Count, string? Reason);
