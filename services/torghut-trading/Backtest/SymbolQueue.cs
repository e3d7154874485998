using Torghut.Trading.Checkpoints;

namespace Torghut.Trading.Backtest;

/// <summary>The quote of a symbol, less what was taken of it, and the orders that rest there.</summary>
internal sealed class SymbolQueue : ICheckpointed
{
    /// <summary>When the quote came, nanoseconds since the Unix epoch.</summary>
    public long At { get; set; }

    public decimal Bid { get; set; }

    public decimal BidLeft { get; set; }

    public decimal Ask { get; set; }

    public decimal AskLeft { get; set; }

    public List<RestingOrder> Orders { get; } = [];

    public void Save(CheckpointWriter writer)
    {
        writer.Write(At);
        writer.Write(Bid);
        writer.Write(BidLeft);
        writer.Write(Ask);
        writer.Write(AskLeft);
        writer.Write(Orders, order => order.Save(writer));
    }

    public void Load(CheckpointReader reader)
    {
        At = reader.Long();
        (Bid, BidLeft, Ask, AskLeft) = (reader.Decimal(), reader.Decimal(), reader.Decimal(), reader.Decimal());
        reader.All(() => Orders.Add(RestingOrder.Load(reader)));
    }
}
