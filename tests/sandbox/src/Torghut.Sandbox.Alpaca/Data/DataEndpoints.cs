using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Trading;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>The historical and latest stock data, version 2.</summary>
internal sealed class DataEndpoints(RestGate gate, IMarketHistory history, SyntheticMarket market, MarketClock clock, WireTime time)
{
    private readonly DataJson _json = new(clock);
    private readonly Snapshots _snapshots = new(history, market, clock);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/v2/stocks/bars", c => gate.DataAsync(c, r => Several(r, "bars", Bars)));
        routes.On("GET", "/v2/stocks/{symbol}/bars", c => gate.DataAsync(c, r => Single(r, "bars", Bars)));
        routes.On("GET", "/v2/stocks/trades", c => gate.DataAsync(c, r => Several(r, "trades", Trades)));
        routes.On("GET", "/v2/stocks/{symbol}/trades", c => gate.DataAsync(c, r => Single(r, "trades", Trades)));
        routes.On("GET", "/v2/stocks/quotes", c => gate.DataAsync(c, r => Several(r, "quotes", Quotes)));
        routes.On("GET", "/v2/stocks/{symbol}/quotes", c => gate.DataAsync(c, r => Single(r, "quotes", Quotes)));
        routes.On("GET", "/v2/stocks/snapshots", c => gate.DataAsync(c, AllSnapshots));
        routes.On("GET", "/v2/stocks/{symbol}/snapshot", c => gate.DataAsync(c, OneSnapshot));
        Latest(routes, "trades", "trade", LatestTrade);
        Latest(routes, "quotes", "quote", LatestQuote);
        Latest(routes, "bars", "bar", LatestBar);
    }

    private Dictionary<string, JsonArray> Bars(HttpRequest request, Pager pager, IEnumerable<SymbolInfo> symbols, long start, long end)
    {
        var timeframe = Timeframe.Parse(request.Query["timeframe"]);
        return pager.Take(symbols, s => Sorted(request, timeframe.Join(history.Minutes(s, timeframe.StartOf(start), end)).Where(b => b.Time >= start)),
            b => (b.Time, 0), _json.Write);
    }

    private Dictionary<string, JsonArray> Trades(HttpRequest request, Pager pager, IEnumerable<SymbolInfo> symbols, long start, long end) =>
        pager.Take(symbols, s => Sorted(request, history.Trades(s, start, end)), t => (t.Time, t.Id), t => _json.WriteTrade(t, market.Symbols[t.Symbol]));

    private Dictionary<string, JsonArray> Quotes(HttpRequest request, Pager pager, IEnumerable<SymbolInfo> symbols, long start, long end) =>
        pager.Take(symbols, s => Sorted(request, history.Quotes(s, start, end)), q => (q.Time, q.Id), q => _json.WriteQuote(q, market.Symbols[q.Symbol]));

    private static bool IsDescending(HttpRequest request) => request.Query["sort"] == "desc";

    private static IEnumerable<T> Sorted<T>(HttpRequest request, IEnumerable<T> items) => IsDescending(request) ? items.Reverse() : items;

    private RestResponse AllSnapshots(HttpRequest request) =>
        RestResponse.Ok(new JsonObject(SymbolsOf(request, market).Select(s => KeyValuePair.Create(s.Name, (JsonNode?)_snapshots.Of(s)))));

    private RestResponse OneSnapshot(HttpRequest request)
    {
        var name = (string)request.RouteValues["symbol"]!;
        if (market.Find(name) is not { } symbol)
        {
            return new RestResponse(404, new JsonObject { ["code"] = 40410000, ["message"] = $"no snapshot found for {name}" });
        }

        var snapshot = _snapshots.Of(symbol);
        snapshot["symbol"] = name;
        return RestResponse.Ok(snapshot);
    }

    private static SymbolInfo[] SymbolsOf(HttpRequest request, SyntheticMarket market)
    {
        var names = request.Query["symbols"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length == 0
            ? throw new RefusedException(400, 40010001, "symbols is required")
            : [.. names.Distinct(StringComparer.Ordinal).Select(market.Find).OfType<SymbolInfo>()];
    }

    private RestResponse Several(HttpRequest request, string key, Reader read)
    {
        var pager = PagerOf(request);
        var (start, end) = Span(request);
        var found = read(request, pager, SymbolsOf(request, market), start, end);
        var lists = new JsonObject(found.Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
        return RestResponse.Ok(new JsonObject { [key] = lists, ["next_page_token"] = pager.NextToken });
    }

    private RestResponse Single(HttpRequest request, string key, Reader read)
    {
        var name = (string)request.RouteValues["symbol"]!;
        var pager = PagerOf(request);
        var (start, end) = Span(request);
        var found = market.Find(name) is { } symbol ? read(request, pager, [symbol], start, end) : [];
        return RestResponse.Ok(new JsonObject { [key] = found.GetValueOrDefault(name), ["symbol"] = name, ["next_page_token"] = pager.NextToken });
    }

    private (long Start, long End) Span(HttpRequest request)
    {
        var start = time.Parse(request.Query["start"]) ?? Nanos.Of(NewYork.At(NewYork.Of(Nanos.ToInstant(clock.Now)).Date));
        return (start, time.Parse(request.Query["end"]) ?? clock.Now);
    }

    private static Pager PagerOf(HttpRequest request)
    {
        var text = request.Query["limit"].ToString();
        var limit = text.Length == 0 ? 1000 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return limit is < 1 or > 10_000
            ? throw new RefusedException(400, 40010001, "limit must be 1 to 10000")
            : new Pager(limit, request.Query["page_token"], IsDescending(request));
    }

    private void Latest(IEndpointRouteBuilder routes, string several, string single, Func<SymbolInfo, JsonObject?> latest)
    {
        routes.On("GET", $"/v2/stocks/{several}/latest", c => gate.DataAsync(c, r => RestResponse.Ok(new JsonObject
        {
            [several] = new JsonObject(SymbolsOf(r, market).Select(s => KeyValuePair.Create(s.Name, (JsonNode?)latest(s))).Where(p => p.Value is not null)),
        })));
        routes.On("GET", $"/v2/stocks/{{symbol}}/{several}/latest", c => gate.DataAsync(c, r =>
        {
            var name = (string)r.RouteValues["symbol"]!;
            var found = market.Find(name) is { } symbol ? latest(symbol) : null;
            return found is null
                ? new RestResponse(404, new JsonObject { ["code"] = 40410000, ["message"] = $"no {single} found for {name}" })
                : RestResponse.Ok(new JsonObject { ["symbol"] = name, [single] = found });
        }));
    }

    private JsonObject? LatestTrade(SymbolInfo symbol) => market.Of(symbol.Index) is { HasTrade: true } state ? _json.WriteTrade(state.Trade, symbol) : null;

    private JsonObject? LatestQuote(SymbolInfo symbol) => market.Of(symbol.Index) is { HasQuote: true } state ? _json.WriteQuote(state.Quote, symbol) : null;

    private JsonObject? LatestBar(SymbolInfo symbol)
    {
        var bars = history.Minutes(symbol, clock.Now - (24 * 60 * Nanos.PerMinute), clock.Now).ToArray();
        return bars.Length > 0 ? _json.Write(bars[^1]) : null;
    }

    private delegate Dictionary<string, JsonArray> Reader(HttpRequest request, Pager pager, IEnumerable<SymbolInfo> symbols, long start, long end);
}
