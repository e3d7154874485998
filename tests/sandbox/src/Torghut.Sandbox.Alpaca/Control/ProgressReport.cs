using System.Globalization;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Playback;
using Torghut.Sandbox.Alpaca.Sockets;

namespace Torghut.Sandbox.Alpaca.Control;

/// <summary>How far the market has come, for <c>GET /_sim/progress</c>.</summary>
internal sealed class ProgressReport(AlpacaSimulatorOptions options, ITickSource source, MarketClock clock, MarketPump pump, MarketSessionRegistry registry,
    MarketCounters counters)
{
    public JsonObject ToJson() => new()
    {
        ["source"] = source.Name,
        ["date"] = options.Date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["speed"] = options.Speed,
        ["seed"] = options.Seed,
        ["symbols"] = new JsonArray([.. source.Symbols.Select(s => (JsonNode)s.Name)]),
        ["market_time"] = clock.NowText,
        ["is_open"] = clock.IsOpen,
        ["sent"] = counters.Sent(),
        ["emitted"] = counters.Emitted(),
        ["total"] = source.Totals is { } all ? all.Trades + all.Quotes : null,
        ["totals"] = source.Totals is { } totals ? new JsonObject { ["trades"] = totals.Trades, ["quotes"] = totals.Quotes } : null,
        ["finished"] = pump.Finished.IsCompletedSuccessfully,
        ["failure"] = pump.Finished.Exception?.InnerException?.Message,
        ["started_at"] = pump.StartedAt?.ToString("O", CultureInfo.InvariantCulture),
        ["connections"] = registry.Sessions.Length,
    };
}
