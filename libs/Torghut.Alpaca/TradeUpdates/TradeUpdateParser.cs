using System.Text;
using System.Text.Json;
using Torghut.Alpaca.Text;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.TradeUpdates;

/// <summary>Reads frames of the trade-updates socket. Whatever the bytes, nothing is thrown.</summary>
public static class TradeUpdateParser
{
    private const int MaxDepth = 16;
    private const int MaxText = 256;

    public static TradeUpdateFrame Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            using var document = JsonDocument.Parse(frame, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            return new TradeUpdateFrame(TradeUpdateFrameKind.Rejected, null, Cut(exception.Message));
        }
    }

    private static TradeUpdateFrame Read(JsonElement json)
    {
        var data = json.TryGetProperty("data", out var field) && field.ValueKind == JsonValueKind.Object ? field : default;
        if (json.Text("action") == "error")
        {
            return new(TradeUpdateFrameKind.Error, null, Cut(data.ValueKind == JsonValueKind.Object ? data.Text("error_message") ?? "" : ""));
        }

        if (data.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Field 'data' is missing or has the wrong type.");
        }

        return json.RequiredText("stream") switch
        {
            "trade_updates" => new(TradeUpdateFrameKind.Update, ReadUpdate(data), ""),
            "authorization" => new(TradeUpdateFrameKind.Authorization, null, Cut(data.Text("status") ?? "")),
            "listening" => new(TradeUpdateFrameKind.Listening, null, Cut(ReadStreams(data))),
            var other => new(TradeUpdateFrameKind.Other, null, Cut(other)),
        };
    }

    private static TradeUpdateMessage ReadUpdate(JsonElement data)
    {
        var word = data.RequiredText("event");
        if (!data.TryGetProperty("order", out var order) || order.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException("Field 'order' is missing or has the wrong type.");
        }

        return new TradeUpdateMessage
        {
            Event = EnumNames<TradeUpdateEvent>.Parse(word),
            EventText = word,
            ExecutionId = data.Text("execution_id"),
            TimestampNanos = Nanos(data, "timestamp") ?? Nanos(data, "at") ?? Nanos(order, "updated_at"),
            Price = data.Text("price"),
            Qty = data.Text("qty"),
            PositionQty = data.Text("position_qty"),
            OrderId = order.RequiredText("id"),
            ClientOrderId = order.Text("client_order_id") ?? "",
            Symbol = order.RequiredText("symbol"),
            OrderStatus = order.RequiredText("status"),
            FilledQty = order.Text("filled_qty"),
            FilledAvgPrice = order.Text("filled_avg_price"),
            OrderJson = order.GetRawText(),
        };
    }

    private static string ReadStreams(JsonElement data) => data.TryGetProperty("streams", out var streams) && streams.ValueKind == JsonValueKind.Array
        ? string.Join(',', streams.EnumerateArray().Select(stream => stream.ValueKind == JsonValueKind.String ? stream.GetString() : null))
        : "";

    private static long? Nanos(JsonElement json, string name) =>
        json.Text(name) is { } text && Rfc3339.TryParse(Encoding.UTF8.GetBytes(text), out var nanos) ? nanos : null;

    private static string Cut(string text) => text.Length <= MaxText ? text : text[..MaxText];
}
