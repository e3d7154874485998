using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Where advice plugs in: a sized decision in, a verdict out. Whatever comes out, the risk engine runs afterwards on the result; a reviewer can only veto
/// or change the order within its own bounds. It must never throw; a failure is a verdict.
/// </summary>
internal interface IDecisionReviewer
{
    /// <summary>Who is asked, for the audit and <c>/trading/llm-evaluation</c>.</summary>
    string Name { get; }

    Task<AdvisoryVerdict> ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken);
}

/// <param name="Decision">The decision, written down.</param>
/// <param name="Order">The order as sized and priced.</param>
internal sealed record AdvisoryRequest(PlannedDecision Decision, PlannedOrder Order);

/// <param name="Veto">The order must not be sent.</param>
/// <param name="Order">The order to judge, changed or not.</param>
/// <param name="Source">Who answered, for the audit.</param>
internal sealed record AdvisoryVerdict(bool Veto, PlannedOrder Order, string Source);
