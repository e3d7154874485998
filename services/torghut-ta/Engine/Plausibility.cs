using Torghut.Contracts.Market;

namespace Torghut.Ta.Engine;

/// <summary>Whether an event can be part of a bar or of a join at all. What cannot is refused and counted, decided from the record alone.</summary>
internal static class Plausibility
{
    public static bool IsPlausible(in TradeEvent trade) =>
        trade.EventTs >= MarketDataBounds.FirstEventTs && MarketDataBounds.IsPrice(trade.Price) && MarketDataBounds.IsSize(trade.Size)
        && !string.IsNullOrEmpty(trade.Symbol);

    public static bool IsPlausible(in QuoteEvent quote) =>
        quote.EventTs >= MarketDataBounds.FirstEventTs && MarketDataBounds.IsSide(quote.BidPrice, quote.BidSize)
        && MarketDataBounds.IsSide(quote.AskPrice, quote.AskSize) && !string.IsNullOrEmpty(quote.Symbol);
}
