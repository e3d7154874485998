using Torghut.Contracts.Conditions;

namespace Torghut.Ta.Microbars;

/// <summary>A trade held while its window is open, so that it can still be put in order, corrected or withdrawn.</summary>
internal struct TradePrint
{
    public long EventTs;
    public long Seq;
    public long Offset;
    public long IngestTs;
    public long Id;
    public double Price;
    public double Size;
    public uint Exchange;
    public TradeFields Fields;
    public bool Cancelled;

    /// <summary>What it may touch now.</summary>
    public readonly TradeFields Effective => Cancelled ? TradeFields.None : Fields;

    /// <summary>Order within a bar: event time, then sequence; the offset only makes the order total.</summary>
    public static int Compare(in TradePrint left, in TradePrint right)
    {
        var order = left.EventTs.CompareTo(right.EventTs);
        if (order == 0)
        {
            order = left.Seq.CompareTo(right.Seq);
        }

        return order != 0 ? order : left.Offset.CompareTo(right.Offset);
    }
}
