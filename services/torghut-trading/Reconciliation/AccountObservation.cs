using Torghut.Trading.Execution;

namespace Torghut.Trading.Reconciliation;

/// <summary>What the broker reported around one reading of its orders.</summary>
/// <param name="MarketTime">The broker's time.</param>
/// <param name="Cash">USD, read after the orders.</param>
/// <param name="Before">Positions read before the orders.</param>
/// <param name="After">Positions read after the orders.</param>
internal sealed record AccountObservation(DateTimeOffset MarketTime, decimal Cash, IReadOnlyList<BrokerPosition> Before, IReadOnlyList<BrokerPosition> After)
{
    /// <summary>Whether the positions stood still while the orders were read: only then do they belong to the fills that were read.</summary>
    public bool StoodStill => Before.Select(p => (p.Symbol, p.Qty)).Order().SequenceEqual(After.Select(p => (p.Symbol, p.Qty)).Order());
}
