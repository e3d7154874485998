namespace Torghut.Trading.Execution;

/// <summary>Prices known when an order is made.</summary>
/// <param name="Last">Last price, USD.</param>
/// <param name="Bid">Best bid; null or 0 when the side has no active quote.</param>
/// <param name="Ask">Best ask; null or 0 when the side has no active quote.</param>
internal readonly record struct TopOfBook(decimal Last, decimal? Bid, decimal? Ask);
