namespace Torghut.Trading.Advisory;

/// <summary>
/// Where advice plugs in: an order that the risk engine approves in, the same order or less out. The engine runs again on the result; a reviewer can only
/// veto or vary the order within its own bounds, and only where it opens exposure (<c>docs/adr/0036-advice-never-in-charge.md</c>). A failure of advice, that
/// of its own tables included, is a verdict.
/// </summary>
internal interface IDecisionReviewer
{
    /// <summary>Who is asked, for the audit and <c>/trading/llm-evaluation</c>.</summary>
    string Name { get; }

    /// <summary>Whether an entry may have to wait for it now; exits are then decided before.</summary>
    bool Waits { get; }

    Task<AdvisoryVerdict> ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken);
}
