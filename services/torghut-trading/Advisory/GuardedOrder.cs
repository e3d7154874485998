using Torghut.Trading.Execution;

namespace Torghut.Trading.Advisory;

/// <summary>What the policy makes of a review.</summary>
/// <param name="Veto">The order must not be sent.</param>
/// <param name="Order">The order to judge again, changed within bounds or not.</param>
/// <param name="Reasons">Codes of <see cref="GuardReasons"/>.</param>
internal sealed record GuardedOrder(bool Veto, PlannedOrder Order, IReadOnlyList<string> Reasons)
{
    /// <summary>What it came to, in one word.</summary>
    public string Effect(PlannedOrder original) => Veto ? "veto" : Order == original ? "unchanged" : "adjusted";
}
