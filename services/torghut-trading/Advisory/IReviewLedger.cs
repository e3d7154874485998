using Torghut.Trading.Decisions;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>What must survive a restart: circuits, the day's budget, reviews.</summary>
internal interface IReviewLedger
{
    /// <summary>Asks the circuit and reserves the budget, in one transaction, before anything leaves.</summary>
    Task<Admission> AdmitAsync(AdmissionRequest request, CancellationToken cancellationToken);

    /// <summary>Settles the reservation, moves the circuit and adds the row, in one transaction; returns the circuit afterwards.</summary>
    Task<CircuitStatus?> CompleteAsync(ReviewRecord record, CancellationToken cancellationToken);

    /// <summary>The circuits of an account by endpoint; one that nobody has been asked through is missing.</summary>
    Task<IReadOnlyDictionary<string, Circuit>> CircuitsAsync(string account, CancellationToken cancellationToken);

    /// <summary>The symbol's decisions before this one, newest first: words and numbers only.</summary>
    Task<IReadOnlyList<JsonMap>> RecentAsync(DecisionRow row, CancellationToken cancellationToken);
}
