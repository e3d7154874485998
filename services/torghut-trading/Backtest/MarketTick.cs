namespace Torghut.Trading.Backtest;

/// <summary>A recorded quote or trade.</summary>
/// <param name="At">Nanoseconds since the Unix epoch.</param>
/// <param name="IsTrade">Whether it is a trade: its price and size are those of the bid then.</param>
internal readonly record struct MarketTick(string Symbol, long At, bool IsTrade, decimal Bid, decimal BidSize, decimal Ask, decimal AskSize)
{
    public decimal Price => Bid;

    public decimal Size => BidSize;
}
