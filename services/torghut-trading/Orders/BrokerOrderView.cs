using System.Diagnostics;

namespace Torghut.Trading.Orders;

/// <summary>What is known of an order's progress at the broker.</summary>
/// <param name="Status">The broker's word.</param>
/// <param name="FilledQty">Cumulative shares.</param>
/// <param name="FilledAvgPrice">USD; null before the first fill.</param>
/// <param name="UpdatedAt">The broker's time of the status.</param>
internal sealed record BrokerOrderView(string Status, decimal FilledQty, decimal? FilledAvgPrice, DateTimeOffset UpdatedAt)
{
    /// <summary>
    /// Joins two views of one order. The result does not depend on the order in which reports come or on how often they come: filled quantity never
    /// falls, a final state absorbs, and among working states the newest wins.
    /// </summary>
    public BrokerOrderView Merge(BrokerOrderView other)
    {
        var lead = CompareStatus(this, other) >= 0 ? this : other;
        var filled = CompareFill(this, other) >= 0 ? this : other;
        var merged = new BrokerOrderView(lead.Status, filled.FilledQty, filled.FilledAvgPrice, lead.UpdatedAt);
        Debug.Assert(merged.FilledQty >= FilledQty && merged.FilledQty >= other.FilledQty, "A fill was taken back.");
        Debug.Assert(!BrokerStatus.IsTerminal(Status) || BrokerStatus.IsTerminal(merged.Status), "What had ended went on.");
        return merged;
    }

    private static int CompareStatus(BrokerOrderView a, BrokerOrderView b)
    {
        var byRank = BrokerStatus.Rank(a.Status).CompareTo(BrokerStatus.Rank(b.Status));
        if (byRank != 0)
        {
            return byRank;
        }

        if (BrokerStatus.IsTerminal(a.Status))
        {
            return a.UpdatedAt.CompareTo(b.UpdatedAt);
        }

        var byFill = a.FilledQty.CompareTo(b.FilledQty);
        if (byFill != 0)
        {
            return byFill;
        }

        var byTime = a.UpdatedAt.CompareTo(b.UpdatedAt);
        return byTime != 0 ? byTime : string.CompareOrdinal(a.Status, b.Status);
    }

    private static int CompareFill(BrokerOrderView a, BrokerOrderView b)
    {
        var byQty = a.FilledQty.CompareTo(b.FilledQty);
        return byQty != 0 ? byQty : Nullable.Compare(a.FilledAvgPrice, b.FilledAvgPrice);
    }
}
