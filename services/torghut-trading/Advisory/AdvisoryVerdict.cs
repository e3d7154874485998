using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <param name="Veto">The order must not be sent.</param>
/// <param name="Order">The order to judge, changed or not.</param>
/// <param name="Source">Who answered and what came of it, for the audit.</param>
internal sealed record AdvisoryVerdict(bool Veto, PlannedOrder Order, string Source)
{
    /// <summary>Whether the order waited for it: what it was judged on has to be read again.</summary>
    public bool Waited { get; init; }
}
