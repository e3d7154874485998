using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The terms of an order that replaces another.</summary>
internal static class OrderReplacement
{
    /// <summary>The old terms with the given changes; without a new client order id the broker makes one.</summary>
    public static OrderRequest Apply(Order order, JsonObject changes)
    {
        var qty = RequestFields.Number(changes, "qty") ?? order.Qty!.Value;
        if (qty != decimal.Truncate(qty) || qty <= order.FilledQty)
        {
            throw RefusedException.Unprocessable("qty must be a whole number of shares greater than what is filled");
        }

        if (order.Request.Class != OrderClass.Simple && qty != order.Qty)
        {
            throw RefusedException.Unprocessable($"the qty of {EnumNames.Of(order.Request.Class)} orders cannot be replaced");
        }

        var limit = RequestFields.Number(changes, "limit_price") ?? order.Request.LimitPrice;
        var stop = RequestFields.Number(changes, "stop_price") ?? (order.Request.Type == OrderType.TrailingStop ? null : order.StopPrice);
        OrderParser.CheckIncrement(limit);
        OrderParser.CheckIncrement(stop);
        if ((limit is null) != (order.Request.LimitPrice is null) || (stop is null) != (order.Request.StopPrice is null))
        {
            throw RefusedException.Unprocessable("a replacement cannot add a price that the order's type does not have");
        }

        if (limit <= 0 || stop <= 0)
        {
            throw RefusedException.Malformed("price must be > 0");
        }

        var trail = RequestFields.Number(changes, "trail");
        if (trail is not null && order.Request.Type != OrderType.TrailingStop)
        {
            throw RefusedException.Unprocessable("trail is for trailing_stop orders only");
        }

        var request = order.Request with
        {
            Qty = qty - order.FilledQty,
            LimitPrice = limit,
            StopPrice = stop,
            TakeProfitLimit = order is { ParentId: null, Request.Class: OrderClass.Oco } ? limit : order.Request.TakeProfitLimit,
            TrailPrice = order.Request.TrailPrice is null ? null : trail ?? order.Request.TrailPrice,
            TrailPercent = order.Request.TrailPercent is null ? null : trail ?? order.Request.TrailPercent,
            TimeInForce = TimeInForceOf(changes) ?? order.Request.TimeInForce,
            ClientOrderId = RequestFields.Text(changes, "client_order_id") is { Length: > 0 } id ? id : null,
        };
        OrderParser.CheckConditions(order.ParentId is null ? request : request with { Class = OrderClass.Simple });
        return request;
    }

    private static TimeInForce? TimeInForceOf(JsonObject changes) => RequestFields.Text(changes, "time_in_force") is { Length: > 0 } word
        ? EnumNames.Find<TimeInForce>(word) ?? throw RefusedException.Malformed($"invalid time_in_force \"{word}\"")
        : null;
}
