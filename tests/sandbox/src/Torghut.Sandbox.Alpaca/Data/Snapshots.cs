using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>
/// What is known of a symbol now: last trade and quote, last minute's bar, the bars of this day and of the trading day before. Keys as in
/// alpaca/data/mappings.py (SNAPSHOT_MAPPING) of github.com/alpacahq/alpaca-py.
/// </summary>
internal sealed class Snapshots(IMarketHistory history, SyntheticMarket market, MarketClock clock)
{
    // A week's minutes hold the day before even over a long weekend.
    private const long Span = 7L * 24 * 60 * Nanos.PerMinute;

    private static readonly Timeframe Daily = Timeframe.Parse("1Day");

    private readonly DataJson _json = new(clock);

    public JsonObject Of(SymbolInfo symbol)
    {
        var state = market.Of(symbol.Index);
        var today = Daily.StartOf(clock.Now);
        var minutes = history.Minutes(symbol, clock.Now - Span, clock.Now).ToArray();
        var days = Daily.Join(minutes).ToArray();
        return new JsonObject
        {
            ["latestTrade"] = state.HasTrade ? _json.WriteTrade(state.Trade, symbol) : null,
            ["latestQuote"] = state.HasQuote ? _json.WriteQuote(state.Quote, symbol) : null,
            ["minuteBar"] = Last(minutes),
            ["dailyBar"] = Last([.. days.Where(d => d.Time == today)]),
            ["prevDailyBar"] = Last([.. days.Where(d => d.Time < today)]),
        };
    }

    private JsonObject? Last(Bar[] bars) => bars.Length > 0 ? _json.Write(bars[^1]) : null;
}
