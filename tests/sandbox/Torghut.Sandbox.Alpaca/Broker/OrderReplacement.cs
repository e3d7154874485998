using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>The terms of an order that replaces another.</summary>
internal static class OrderReplacement
{
    /// <summary>The old terms with the given changes; without a new client order id the broker makes one.</summary>
    public static OrderRequest Apply(Order order, JsonObject changes)
    {
        var qty = OrderParser.Number(changes, "qty") ?? order.Qty!.Value;
        if (qty != decimal.Truncate(qty) || qty <= order.FilledQty)
        {
            throw RefusedException.Unprocessable("qty must be a whole number of shares greater than what is filled");
        }

        var limit = OrderParser.Number(changes, "limit_price") ?? order.Request.LimitPrice;
        var stop = OrderParser.Number(changes, "stop_price") ?? order.Request.StopPrice;
        OrderParser.CheckIncrement(limit);
        OrderParser.CheckIncrement(stop);
        if ((limit is null) != (order.Request.LimitPrice is null) || (stop is null) != (order.Request.StopPrice is null))
        {
            throw RefusedException.Unprocessable("a replacement cannot add a price that the order's type does not have");
        }

        return order.Request with
        {
            Qty = qty - order.FilledQty,
            LimitPrice = limit,
            StopPrice = stop,
            TimeInForce = Words.Find<TimeInForce>(OrderParser.Text(changes, "time_in_force")) ?? order.Request.TimeInForce,
            ClientOrderId = OrderParser.Text(changes, "client_order_id"),
        };
    }
}
