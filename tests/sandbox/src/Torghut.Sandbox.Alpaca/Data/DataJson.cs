using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>Market data as the REST interface shows it.</summary>
internal sealed class DataJson(MarketClock clock)
{
    public JsonObject Write(Bar bar) => new()
    {
        ["t"] = Timestamps.Format(bar.Time + clock.Shift),
        ["o"] = Amounts.Price(bar.Open),
        ["h"] = Amounts.Price(bar.High),
        ["l"] = Amounts.Price(bar.Low),
        ["c"] = Amounts.Price(bar.Close),
        ["v"] = bar.Volume,
        ["n"] = bar.Count,
        ["vw"] = bar.VolumeWeighted,
    };

    public JsonObject WriteTrade(Tick trade, SymbolInfo symbol) => new()
    {
        ["t"] = Timestamps.Format(trade.Time + clock.Shift),
        ["x"] = ((char)trade.Exchange).ToString(),
        ["p"] = Amounts.Price(trade.Price),
        ["s"] = trade.Size,
        ["c"] = Conditions(trade),
        ["i"] = trade.Id,
        ["z"] = symbol.Tape.ToString(),
    };

    public JsonObject WriteQuote(Tick quote, SymbolInfo symbol) => new()
    {
        ["t"] = Timestamps.Format(quote.Time + clock.Shift),
        ["ax"] = ((char)quote.AskExchange).ToString(),
        ["ap"] = Amounts.Price(quote.Ask),
        ["as"] = quote.AskSize,
        ["bx"] = ((char)quote.BidExchange).ToString(),
        ["bp"] = Amounts.Price(quote.Bid),
        ["bs"] = quote.BidSize,
        ["c"] = Conditions(quote),
        ["z"] = symbol.Tape.ToString(),
    };

    private static JsonArray Conditions(Tick tick) => [.. tick.Conditions.Codes.Select(c => (JsonNode)c)];
}
