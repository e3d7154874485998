using Torghut.Trading.Leasing;
using Torghut.Trading.Orders;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Decisions;

/// <summary>The lifecycle of decisions, as <see cref="DecisionStore"/> keeps it in Postgres.</summary>
internal interface IDecisionStore
{
    /// <summary>Writes decisions down as planned; one whose intent is known is left as it is. Returns all of them in the order given.</summary>
    Task<IReadOnlyList<PlannedDecision>> PlanAsync(
        IReadOnlyList<DecisionDraft> drafts, SignalsRead read, Func<DecisionDraft, string?> traceParent, CancellationToken cancellationToken);

    /// <summary>Commits the verdict with the exact order that was judged.</summary>
    Task RecordVerdictAsync(DecisionRow row, DecisionVerdict verdict, CancellationToken cancellationToken);

    /// <summary>Takes an approved decision to <c>submitting</c>; returns whether lease and latches allowed it.</summary>
    Task<bool> ClaimAsync(DecisionRow row, Lease lease, string adapter, DateTimeOffset marketTime, CancellationToken cancellationToken);

    /// <summary>Whether a claim still holds.</summary>
    Task<bool> ConfirmClaimAsync(DecisionRow claimed, Lease lease, CancellationToken cancellationToken);

    /// <summary>Commits that a claimed order goes to another adapter; returns false when it must not.</summary>
    Task<bool> RecordFallbackAsync(DecisionRow claimed, Lease lease, FallbackStep step, CancellationToken cancellationToken);

    /// <summary>Takes a step of the protocol; returns the row afterwards, or null when someone else was faster.</summary>
    Task<DecisionRow?> ApplyAsync(DecisionRow row, OrderTrigger trigger, string? reason, CancellationToken cancellationToken);

    /// <summary>Counts a look-up that found nothing; returns how many there have been since the last claim.</summary>
    Task<int> CountNotFoundAsync(DecisionRow row, CancellationToken cancellationToken);
}
