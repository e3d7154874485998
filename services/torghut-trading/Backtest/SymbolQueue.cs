namespace Torghut.Trading.Backtest;

/// <summary>The quote of a symbol, less what was taken of it, and the orders that rest there.</summary>
internal sealed class SymbolQueue
{
    /// <summary>When the quote came, nanoseconds since the Unix epoch.</summary>
    public long At { get; set; }

    public decimal Bid { get; set; }

    public decimal BidLeft { get; set; }

    public decimal Ask { get; set; }

    public decimal AskLeft { get; set; }

    public List<RestingOrder> Orders { get; } = [];
}
