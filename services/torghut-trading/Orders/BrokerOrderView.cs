using System.Diagnostics;

namespace Torghut.Trading.Orders;

/// <summary>What is known of an order's progress at the broker.</summary>
/// <param name="Status">The broker's word.</param>
/// <param name="FilledQty">Cumulative shares.</param>
/// <param name="FilledAvgPrice">USD; null before the first fill.</param>
/// <param name="UpdatedAt">The broker's time of the status.</param>
/// <param name="CorrectedAt">The broker's time of the newest correction of a fill that it knows of; null for none.</param>
internal sealed record BrokerOrderView(
    string Status, decimal FilledQty, decimal? FilledAvgPrice, DateTimeOffset UpdatedAt, DateTimeOffset? CorrectedAt = null)
{
    /// <summary>
    /// Joins two views of one order. The result does not depend on the order in which reports come or on how often they come: the newer correction of a fill
    /// wins over what was said without it; otherwise filled quantity never falls, a final state absorbs, and among working states the newest wins.
    /// </summary>
    public BrokerOrderView Merge(BrokerOrderView other)
    {
        var lead = CompareStatus(this, other) >= 0 ? this : other;
        var filled = CompareFill(this, other) >= 0 ? this : other;
        var merged = new BrokerOrderView(lead.Status, filled.FilledQty, filled.FilledAvgPrice, lead.UpdatedAt, lead.CorrectedAt);
        Debug.Assert(CorrectedAt != other.CorrectedAt || merged.FilledQty >= Math.Max(FilledQty, other.FilledQty), "A fill was taken back.");
        Debug.Assert(
            CorrectedAt != other.CorrectedAt || !BrokerStatus.IsTerminal(Status) || BrokerStatus.IsTerminal(merged.Status), "What had ended went on.");
        return merged;
    }

    /// <summary>Whether both say the same of what counts: what is filled, and whether and how the order has ended.</summary>
    public bool AgreesWith(BrokerOrderView other) =>
        FilledQty == other.FilledQty && FilledAvgPrice == other.FilledAvgPrice && BrokerStatus.Rank(Status) == BrokerStatus.Rank(other.Status);

    private static int CompareStatus(BrokerOrderView a, BrokerOrderView b)
    {
        var byCorrection = Nullable.Compare(a.CorrectedAt, b.CorrectedAt);
        if (byCorrection != 0)
        {
            return byCorrection;
        }

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
        var byCorrection = Nullable.Compare(a.CorrectedAt, b.CorrectedAt);
        if (byCorrection != 0)
        {
            return byCorrection;
        }

        var byQty = a.FilledQty.CompareTo(b.FilledQty);
        return byQty != 0 ? byQty : Nullable.Compare(a.FilledAvgPrice, b.FilledAvgPrice);
    }
}
