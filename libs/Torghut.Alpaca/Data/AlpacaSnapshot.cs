namespace Torghut.Alpaca.Data;

/// <summary>The newest market data of a symbol, USD a share; what the broker does not have is null.</summary>
/// <param name="Symbol">Ticker.</param>
/// <param name="TradePrice">Price of the latest trade.</param>
/// <param name="Bid">Best bid; null while there is none.</param>
/// <param name="Ask">Best ask; null while there is none.</param>
/// <param name="PreviousClose">Close of the last session but the one under way.</param>
public sealed record AlpacaSnapshot(string Symbol, decimal? TradePrice, decimal? Bid, decimal? Ask, decimal? PreviousClose);
