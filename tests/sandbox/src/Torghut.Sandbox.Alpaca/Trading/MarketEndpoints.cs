using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Contracts.Market;
using Torghut.Sandbox.Alpaca.Broker;
using Torghut.Sandbox.Alpaca.Calendar;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Trading;

/// <summary>The parts of the trading interface that tell about the market: clock, calendar, assets, and the account's history.</summary>
internal sealed class MarketEndpoints(
    RestGate gate, MarketClock clock, SyntheticMarket market, EquityHistory equity, PaperBroker broker, WireTime time)
{
    private static readonly DateOnly FirstDay = new(2013, 1, 1);
    private static readonly DateOnly LastDay = new(2030, 12, 31);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/v2/clock", c => gate.TradeAsync(c, (_, _) => RestResponse.Ok(Clock())));
        routes.On("GET", "/v2/calendar", c => gate.TradeAsync(c, (request, _) => RestResponse.Ok(Calendar(request.Query))));
        routes.On("GET", "/v2/assets", c => gate.TradeAsync(c, (_, _) => RestResponse.Ok(AllAssets())));
        routes.On("GET", "/v2/assets/{symbol}", c => gate.TradeAsync(c, (request, _) => RestResponse.Ok(Asset((string)request.RouteValues["symbol"]!))));
        routes.On("GET", "/v2/account/portfolio/history", c => gate.TradeAsync(c, (_, _) => RestResponse.Ok(equity.ToJson())));
    }

    private static JsonObject Day(MarketSession day) => new()
    {
        ["date"] = Text(day.Day),
        ["open"] = day.OpensAt.ToString("HH:mm", CultureInfo.InvariantCulture),
        ["close"] = day.ClosesAt.ToString("HH:mm", CultureInfo.InvariantCulture),
        ["session_open"] = "0400",
        ["session_close"] = "2000",
        ["settlement_date"] = Text(Settlement.DateOf(day.Day)),
    };

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(string? text, DateOnly otherwise) => string.IsNullOrEmpty(text) ? otherwise
        : DateOnly.TryParseExact(text[..Math.Min(10, text.Length)], "yyyy-MM-dd", out var date) ? date
        : throw RefusedException.Malformed($"invalid date \"{text}\"");

    private static JsonArray Calendar(IQueryCollection query)
    {
        var start = Date(query["start"], FirstDay);
        var end = Date(query["end"], LastDay);
        return [.. MarketCalendar.Sessions(start < FirstDay ? FirstDay : start, end > LastDay ? LastDay : end).Select(d => (JsonNode)Day(d))];
    }

    private JsonObject Clock()
    {
        var now = clock.Now;
        return new JsonObject
        {
            ["timestamp"] = time.NewYorkText(now),
            ["is_open"] = clock.IsOpen,
            ["next_open"] = time.NewYorkText(TradingHours.NextOpen(now)),
            ["next_close"] = time.NewYorkText(TradingHours.NextClose(now)),
        };
    }

    private JsonArray AllAssets() => [.. market.Symbols.Select(s => (JsonNode)Assets.Write(s, broker.MayShort))];

    private JsonObject Asset(string symbolOrId) => Assets.Find(market, symbolOrId) is { } symbol
        ? Assets.Write(symbol, broker.MayShort)
        : throw RefusedException.NotFound($"asset not found for {symbolOrId}");
}
