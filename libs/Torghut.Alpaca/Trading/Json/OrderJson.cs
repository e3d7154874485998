using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <summary>Reads an order from Alpaca's JSON, wherever it came from.</summary>
public static class OrderJson
{
    private const int MaxDepth = 32;

    /// <summary>Parses an order snapshot, for example the one inside a trade update.</summary>
    /// <exception cref="FormatException">The text is not JSON, or a field that every order has is missing.</exception>
    public static AlpacaOrder Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(document.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The order is not a JSON object.", exception);
        }
    }

    internal static AlpacaOrder Read(JsonElement json)
    {
        var status = json.RequiredText("status");
        return new AlpacaOrder
        {
            Id = json.RequiredText("id"),
            ClientOrderId = json.RequiredText("client_order_id"),
            Symbol = json.RequiredText("symbol"),
            Status = EnumNames<OrderStatus>.Parse(status),
            StatusText = status,
            Side = EnumNames<OrderSide>.Parse(json.Text("side")),
            Type = EnumNames<OrderType>.Parse(json.Text("type") ?? json.Text("order_type")),
            TimeInForce = EnumNames<TimeInForce>.Parse(json.Text("time_in_force")),
            OrderClass = json.Text("order_class") is { Length: > 0 } orderClass ? EnumNames<OrderClass>.Parse(orderClass) : OrderClass.Simple,
            Qty = json.Decimal("qty"),
            Notional = json.Decimal("notional"),
            FilledQty = json.Decimal("filled_qty") ?? 0m,
            FilledAvgPrice = json.Decimal("filled_avg_price"),
            LimitPrice = json.Decimal("limit_price"),
            StopPrice = json.Decimal("stop_price"),
            TrailPrice = json.Decimal("trail_price"),
            TrailPercent = json.Decimal("trail_percent"),
            ExtendedHours = json.Flag("extended_hours"),
            AssetId = json.Text("asset_id"),
            AssetClass = EnumNames<AssetClass>.Parse(json.Text("asset_class")),
            ReplacedBy = json.Text("replaced_by"),
            Replaces = json.Text("replaces"),
            CreatedAt = json.Time("created_at"),
            UpdatedAt = json.Time("updated_at"),
            SubmittedAt = json.Time("submitted_at"),
            FilledAt = json.Time("filled_at"),
            CanceledAt = json.Time("canceled_at"),
            ExpiredAt = json.Time("expired_at"),
            FailedAt = json.Time("failed_at"),
            ReplacedAt = json.Time("replaced_at"),
            Legs = json.TryGetProperty("legs", out var legs) && legs.ValueKind == JsonValueKind.Array ? legs.ToList(Read) : [],
            RawJson = json.GetRawText(),
        };
    }
}
