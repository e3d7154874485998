namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>What is known of one symbol; prices in 1/10,000 dollar, 0 where there is none yet.</summary>
internal record struct SymbolState(Tick Trade, Tick Quote, long FirstPrice)
{
    public readonly bool HasTrade => Trade.Price > 0;

    public readonly bool HasQuote => Quote.Bid > 0 || Quote.Ask > 0;

    /// <summary>What a buyer pays now: the ask, or the last trade where nobody quotes; 0 when neither is known.</summary>
    public readonly long BuyPrice => Quote.Ask > 0 ? Quote.Ask : Trade.Price;

    /// <summary>What a seller gets now.</summary>
    public readonly long SellPrice => Quote.Bid > 0 ? Quote.Bid : Trade.Price;

    /// <summary>The price positions are valued at: the last trade, else the middle of the quote.</summary>
    public readonly long Mark => HasTrade ? Trade.Price : Quote.Bid > 0 && Quote.Ask > 0 ? (Quote.Bid + Quote.Ask) / 2 : Quote.Bid + Quote.Ask;
}
