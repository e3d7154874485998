using System.Text.Json.Nodes;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The account's equity at the end of the last 2,000 minutes of the market.</summary>
internal sealed class EquityHistory(PaperBroker broker, MarketClock clock, decimal start)
{
    private const int Kept = 2_000;

    private readonly Lock _gate = new();
    private readonly Queue<(long Time, decimal Equity)> _points = new();

    public void Record(long minute)
    {
        var equity = broker.Equity();
        lock (_gate)
        {
            if (_points.Count > 0 && _points.Last().Time == minute)
            {
                return;
            }

            _points.Enqueue((minute, equity));
            if (_points.Count > Kept)
            {
                _points.Dequeue();
            }
        }
    }

    public JsonObject ToJson()
    {
        lock (_gate)
        {
            return new JsonObject
            {
                ["timestamp"] = new JsonArray([.. _points.Select(p => (JsonNode)((p.Time + clock.Shift) / Nanos.PerSecond))]),
                ["equity"] = new JsonArray([.. _points.Select(p => (JsonNode)p.Equity)]),
                ["profit_loss"] = new JsonArray([.. _points.Select(p => (JsonNode)(p.Equity - start))]),
                ["profit_loss_pct"] = new JsonArray([.. _points.Select(p => (JsonNode)Math.Round((p.Equity - start) / start, 6))]),
                ["base_value"] = start,
                ["timeframe"] = "1Min",
            };
        }
    }
}
