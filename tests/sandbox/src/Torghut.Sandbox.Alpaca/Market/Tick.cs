namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>One market event. Times are nanoseconds since the epoch, prices are in 1/10,000 dollar, sizes in shares.</summary>
internal struct Tick
{
    public TickKind Kind;
    public int Symbol;
    public long Time;
    public ConditionSet Conditions;

    /// <summary>A trade's id; of a quote only what tells it from others of the same time.</summary>
    public long Id;

    public long Price;
    public long Size;
    public byte Exchange;

    public long Bid;
    public long BidSize;
    public byte BidExchange;
    public long Ask;
    public long AskSize;
    public byte AskExchange;
}
