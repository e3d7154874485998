using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Numbers;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Reads an order request and applies the rules that depend on the request alone.</summary>
internal static class OrderParser
{
    private const int MaxClientOrderId = 128;

    public static OrderRequest Parse(JsonObject body)
    {
        var symbol = RequestFields.Text(body, "symbol") ?? throw RefusedException.Malformed("symbol is required");
        var orderClass = RequestFields.Text(body, "order_class") is { Length: > 0 } word
            ? EnumNames.Find<OrderClass>(word) ?? throw RefusedException.Malformed($"invalid order_class \"{word}\"")
            : OrderClass.Simple;
        var takeProfit = Part(body, "take_profit") is { } profit ? RequestFields.Number(profit, "limit_price") : null;
        var stopLoss = Part(body, "stop_loss");
        var request = new OrderRequest
        {
            Symbol = symbol,
            Side = EnumNames.Find<OrderSide>(RequestFields.Text(body, "side")) ?? throw RefusedException.Malformed("side must be buy or sell"),
            Type = EnumNames.Find<OrderType>(RequestFields.Text(body, "type")) ?? throw RefusedException.Malformed($"invalid order type \"{RequestFields.Text(body, "type")}\""),
            TimeInForce = EnumNames.Find<TimeInForce>(RequestFields.Text(body, "time_in_force"))
                ?? throw RefusedException.Malformed($"invalid time_in_force \"{RequestFields.Text(body, "time_in_force")}\""),
            Qty = RequestFields.Number(body, "qty"),
            Notional = RequestFields.Number(body, "notional"),
            LimitPrice = (orderClass == OrderClass.Oco && RequestFields.Text(body, "type") == "limit" ? takeProfit : null) ?? RequestFields.Number(body, "limit_price"),
            StopPrice = RequestFields.Number(body, "stop_price"),
            TrailPrice = RequestFields.Number(body, "trail_price"),
            TrailPercent = RequestFields.Number(body, "trail_percent"),
            Class = orderClass,
            TakeProfitLimit = takeProfit,
            StopLossStop = stopLoss is null ? null : RequestFields.Number(stopLoss, "stop_price"),
            StopLossLimit = stopLoss is null ? null : RequestFields.Number(stopLoss, "limit_price"),
            ExtendedHours = body["extended_hours"] is JsonValue flag && flag.TryGetValue<bool>(out var extended) && extended,
            ClientOrderId = RequestFields.Text(body, "client_order_id") is { Length: > 0 } id ? id : null,
        };
        CheckQuantity(request);
        CheckPrices(request);
        CheckConditions(request);
        return request;
    }

    /// <summary>Prices of a dollar or more have two decimals at most, smaller ones four.</summary>
    public static void CheckIncrement(decimal? price)
    {
        if (price is { } value && Amounts.Decimals(value) > (value >= 1 ? 2 : 4))
        {
            throw RefusedException.Unprocessable("sub-penny increment does not fulfill minimum pricing criteria");
        }
    }

    private static JsonObject? Part(JsonObject body, string key) => body[key] switch
    {
        null => null,
        JsonObject part => part,
        _ => throw new RefusedException(400, 40010000, "request body format is invalid"),
    };

    private static void CheckQuantity(OrderRequest request)
    {
        if (request.Qty is not null && request.Notional is not null)
        {
            throw new RefusedException(400, 40010001, "only one of qty or notional is accepted");
        }

        if (request.Qty is null && request.Notional is null)
        {
            throw RefusedException.Malformed("qty or notional is required");
        }

        if (request.Qty <= 0 || request.Notional <= 0)
        {
            throw RefusedException.Malformed("qty must be > 0");
        }

        if (request.Qty is { } qty && Amounts.Decimals(qty) > 9)
        {
            throw RefusedException.Unprocessable("qty can have at most 9 decimal places");
        }

        if (request.Notional is { } notional && (notional < 1 || Amounts.Decimals(notional) > 9))
        {
            throw RefusedException.Unprocessable("notional amount must be >= 1.00");
        }
    }

    private static void CheckPrices(OrderRequest request)
    {
        var needsLimit = request.Type is OrderType.Limit or OrderType.StopLimit;
        var needsStop = request.Type is OrderType.Stop or OrderType.StopLimit;
        if (needsLimit != request.LimitPrice is not null)
        {
            throw RefusedException.Malformed(needsLimit ? "limit orders require a limit price" : "market orders require no limit price");
        }

        if (needsStop != request.StopPrice is not null)
        {
            throw RefusedException.Malformed(needsStop ? "stop orders require a stop price" : "this order type takes no stop price");
        }

        if (request.LimitPrice <= 0 || request.StopPrice <= 0)
        {
            throw RefusedException.Malformed("price must be > 0");
        }

        CheckIncrement(request.LimitPrice);
        CheckIncrement(request.StopPrice);
    }

    /// <summary>The rules that depend on more than one field.</summary>
    public static void CheckConditions(OrderRequest request)
    {
        OrderClassRules.Check(request);
        if (request.ClientOrderId?.Length > MaxClientOrderId)
        {
            throw RefusedException.Malformed("client_order_id must be no more than 128 characters");
        }

        if (request.IsFractional && request.TimeInForce != TimeInForce.Day)
        {
            throw RefusedException.Unprocessable("fractional orders must be DAY orders");
        }

        if (request.TimeInForce is TimeInForce.Ioc or TimeInForce.Fok && request.Type is OrderType.Stop or OrderType.StopLimit)
        {
            throw RefusedException.Unprocessable($"time_in_force {EnumNames.Of(request.TimeInForce)} is not valid for stop orders");
        }

        if (request.ExtendedHours && (request.Type != OrderType.Limit || request.TimeInForce is not (TimeInForce.Day or TimeInForce.Gtc)))
        {
            throw RefusedException.Unprocessable("extended hours order must be DAY or GTC limit orders");
        }
    }
}
