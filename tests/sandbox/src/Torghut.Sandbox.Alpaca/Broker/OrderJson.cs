using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Orders and their events as the wire shows them.</summary>
internal sealed class OrderJson(MarketClock clock, OrderBook orders)
{
    /// <param name="order">The order.</param>
    /// <param name="nested">Whether its exits are shown within it.</param>
    public JsonObject Write(Order order, bool nested = true)
    {
        var request = order.Request;
        return new JsonObject
        {
            ["id"] = order.Id.ToString(),
            ["client_order_id"] = order.ClientOrderId,
            ["created_at"] = Time(order.CreatedAt),
            ["updated_at"] = Time(order.UpdatedAt),
            ["submitted_at"] = Time(order.CreatedAt),
            ["filled_at"] = Time(order.FilledAt),
            ["expired_at"] = Time(order.ExpiredAt),
            ["expires_at"] = Time(order.ExpiresAt),
            ["canceled_at"] = Time(order.CanceledAt),
            ["failed_at"] = Time(order.FailedAt),
            ["replaced_at"] = Time(order.ReplacedAt),
            ["replaced_by"] = order.ReplacedBy?.ToString(),
            ["replaces"] = order.Replaces?.ToString(),
            ["asset_id"] = Assets.IdOf(order.Symbol.Name).ToString(),
            ["symbol"] = order.Symbol.Name,
            ["asset_class"] = "us_equity",
            ["notional"] = Amounts.Text(request.Notional),
            ["qty"] = request.Notional is null ? Amounts.Text(order.Qty) : null,
            ["filled_qty"] = Amounts.Text(order.FilledQty),
            ["filled_avg_price"] = Amounts.Text(order.FilledAveragePrice),
            ["order_class"] = request.Class == OrderClass.Simple ? string.Empty : EnumNames.Of(request.Class),
            ["order_type"] = EnumNames.Of(request.Type),
            ["type"] = EnumNames.Of(request.Type),
            ["side"] = EnumNames.Of(request.Side),
            ["time_in_force"] = EnumNames.Of(request.TimeInForce),
            ["limit_price"] = Amounts.Text(request.LimitPrice),
            ["stop_price"] = Amounts.Text(order.StopPrice),
            ["trail_percent"] = Amounts.Text(request.TrailPercent),
            ["trail_price"] = Amounts.Text(request.TrailPrice),
            ["hwm"] = Amounts.Text(order.BestPrice),
            ["status"] = EnumNames.Of(order.Status),
            ["extended_hours"] = request.ExtendedHours,
            ["legs"] = nested && order.LegIds.Count > 0 ? Legs(order) : null,
            ["position_intent"] = Intent(order),
            ["subtag"] = null,
            ["source"] = null,
        };
    }

    /// <summary>A trade update's data.</summary>
    public JsonObject Write(TradeEvent happened)
    {
        var data = new JsonObject
        {
            ["event"] = happened.Event,
            ["timestamp"] = Time(happened.Time),
            ["execution_id"] = happened.ExecutionId.ToString(),
        };
        if (happened.Price is not null)
        {
            data["price"] = Amounts.Text(happened.Price);
            data["qty"] = Amounts.Text(happened.Qty);
            data["position_qty"] = Amounts.Text(happened.PositionQty);
        }

        data["order"] = Write(happened.Order);
        return data;
    }

    private static string Intent(Order order) => (order.Request.Side, order.ReservePrice == 0) switch
    {
        (OrderSide.Buy, false) => "buy_to_open",
        (OrderSide.Buy, true) => "buy_to_close",
        (OrderSide.Sell, false) => "sell_to_open",
        _ => "sell_to_close",
    };

    private JsonArray Legs(Order order) => [.. orders.LegsOf(order).Select(leg => (JsonNode)Write(leg))];

    private string Time(long time) => Timestamps.Format(time + clock.Shift);

    private string? Time(long? time) => time is { } known ? Time(known) : null;
}
