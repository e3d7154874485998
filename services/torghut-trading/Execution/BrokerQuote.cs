namespace Torghut.Trading.Execution;

/// <summary>What the broker itself says a symbol costs, USD a share; null where it does not.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Trade">Price of the latest trade.</param>
/// <param name="PreviousClose">Close of the session before.</param>
internal sealed record BrokerQuote(decimal? Bid, decimal? Ask, decimal? Trade, decimal? PreviousClose)
{
    /// <summary>Midpoint of a quote that has two sides and is not crossed.</summary>
    public decimal? Mid => Bid is > 0 and { } bid && Ask is { } ask && ask >= bid ? (bid + ask) / 2 : null;

    /// <summary>The price to go by: the quote's midpoint, else the latest trade.</summary>
    public decimal? Price => Mid ?? Trade;
}
