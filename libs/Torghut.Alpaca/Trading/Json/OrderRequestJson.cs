using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <summary>Writes order requests; decimals travel as strings so that no digit is lost.</summary>
internal static class OrderRequestJson
{
    private const int MaxClientOrderId = 128;

    /// <exception cref="ArgumentException">The request cannot be meant: no or two sizes, an id that the broker would refuse or cut, an unknown
    /// word.</exception>
    public static ReadOnlyMemory<byte> Write(OrderRequest order)
    {
        if (order.Qty is null == order.Notional is null)
        {
            throw new ArgumentException("Exactly one of Qty and Notional must be given.", nameof(order));
        }

        if (order.ClientOrderId.Length is 0 or > MaxClientOrderId)
        {
            throw new ArgumentException($"ClientOrderId must have 1 to {MaxClientOrderId} characters.", nameof(order));
        }

        return Write(json =>
        {
            json.WriteString("symbol", order.Symbol);
            Number(json, "qty", order.Qty);
            Number(json, "notional", order.Notional);
            json.WriteString("side", EnumNames<OrderSide>.Format(order.Side));
            json.WriteString("type", EnumNames<OrderType>.Format(order.Type));
            json.WriteString("time_in_force", EnumNames<TimeInForce>.Format(order.TimeInForce));
            Number(json, "limit_price", order.LimitPrice);
            Number(json, "stop_price", order.StopPrice);
            Number(json, "trail_price", order.TrailPrice);
            Number(json, "trail_percent", order.TrailPercent);
            json.WriteBoolean("extended_hours", order.ExtendedHours);
            json.WriteString("client_order_id", order.ClientOrderId);
            json.WriteString("order_class", EnumNames<OrderClass>.Format(order.OrderClass));
            WriteLegs(json, order);
        });
    }

    public static ReadOnlyMemory<byte> Write(ReplaceOrderRequest change) => Write(json =>
    {
        Number(json, "qty", change.Qty);
        if (change.TimeInForce is { } timeInForce)
        {
            json.WriteString("time_in_force", EnumNames<TimeInForce>.Format(timeInForce));
        }

        Number(json, "limit_price", change.LimitPrice);
        Number(json, "stop_price", change.StopPrice);
        Number(json, "trail", change.Trail);
        if (change.ClientOrderId is { } clientOrderId)
        {
            json.WriteString("client_order_id", clientOrderId);
        }
    });

    private static void WriteLegs(Utf8JsonWriter json, OrderRequest order)
    {
        if (order.TakeProfitLimitPrice is not null)
        {
            json.WriteStartObject("take_profit");
            Number(json, "limit_price", order.TakeProfitLimitPrice);
            json.WriteEndObject();
        }

        if (order.StopLossStopPrice is not null)
        {
            json.WriteStartObject("stop_loss");
            Number(json, "stop_price", order.StopLossStopPrice);
            Number(json, "limit_price", order.StopLossLimitPrice);
            json.WriteEndObject();
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static void Number(Utf8JsonWriter json, string name, decimal? value)
    {
        if (value is { } number)
        {
            json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));
        }
    }
}
