using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>
/// The exits of bracket, OTO and OCO orders: which there are, and where their prices must lie
/// (docs.alpaca.markets/docs/orders-at-alpaca; error texts as clients have met them).
/// </summary>
internal static class ExitOrders
{
    private const decimal Distance = 0.01m;

    /// <summary>The exits, take-profit first. An OCO order is its own take-profit exit and has only the other.</summary>
    public static IEnumerable<OrderRequest> Of(OrderRequest request)
    {
        var side = request.Class == OrderClass.Oco ? request.Side : Opposite(request.Side);
        var exit = new OrderRequest
        {
            Symbol = request.Symbol,
            Side = side,
            Type = OrderType.Limit,
            TimeInForce = request.TimeInForce,
            Qty = request.Qty,
            Class = request.Class,
        };
        if (request.TakeProfitLimit is { } limit && request.Class != OrderClass.Oco)
        {
            yield return exit with { LimitPrice = limit };
        }

        if (request.StopLossStop is { } stop)
        {
            var type = request.StopLossLimit is null ? OrderType.Stop : OrderType.StopLimit;
            yield return exit with { Type = type, StopPrice = stop, LimitPrice = request.StopLossLimit };
        }
    }

    /// <summary>Checks the exits' prices against the price at which the entry is expected to fill, 0 when it is not known.</summary>
    /// <exception cref="RefusedException">An exit would trade at once.</exception>
    public static void CheckPrices(OrderRequest request, decimal marketPrice)
    {
        if (request.Class is not (OrderClass.Bracket or OrderClass.Oto) || (request.LimitPrice ?? request.StopPrice ?? marketPrice) is not (> 0 and var price))
        {
            return;
        }

        var sign = request.Side == OrderSide.Buy ? 1 : -1;
        if (request.TakeProfitLimit is { } limit && (limit - price) * sign < Distance)
        {
            throw Refused("take_profit.limit_price", sign, price);
        }

        if (request.StopLossStop is { } stop && (price - stop) * sign < Distance)
        {
            throw Refused("stop_loss.stop_price", -sign, price);
        }
    }

    private static OrderSide Opposite(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private static RefusedException Refused(string field, int sign, decimal price) => RefusedException.Unprocessable(
        sign > 0 ? $"{field} must be >= base_price + 0.01" : $"{field} must be <= base_price - 0.01", new JsonObject { ["base_price"] = Amounts.Text(price) });
}
