using System.Buffers;
using System.Text.Json;
using Torghut.Contracts.Market;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Lean;

/// <summary>The body of a submission. Prices and quantities are JSON numbers with the decimal's own digits.</summary>
internal sealed record LeanOrderRequest
{
    private const string IdField = "client_order_id";
    private const int MaxIdLength = 128;
    private const int MaxWordLength = 16;

    private static readonly string[] Fields = ["symbol", "side", "qty", "order_type", "time_in_force", "limit_price", "stop_price", "extra_params"];

    public required string Symbol { get; init; }

    /// <summary><c>buy</c> or <c>sell</c>.</summary>
    public required string Side { get; init; }

    /// <summary>Shares.</summary>
    public required decimal Qty { get; init; }

    /// <summary><c>market</c>, <c>limit</c>, <c>stop</c> or <c>stop_limit</c>.</summary>
    public required string OrderType { get; init; }

    public required string TimeInForce { get; init; }

    /// <summary>USD.</summary>
    public decimal? LimitPrice { get; init; }

    /// <summary>USD.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>Identity of the order; travels in <c>extra_params</c>.</summary>
    public required string ClientOrderId { get; init; }

    public static LeanOrderRequest Of(PlannedOrder order, string clientOrderId) => new()
    {
        Symbol = order.Symbol,
        Side = CanonicalText.Of(order.Side),
        Qty = order.Qty,
        OrderType = CanonicalText.Of(order.Kind),
        TimeInForce = "day",
        LimitPrice = order.LimitPrice,
        ClientOrderId = clientOrderId,
    };

    public byte[] ToUtf8()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("symbol", Symbol);
            writer.WriteString("side", Side);
            writer.WriteNumber("qty", Qty);
            writer.WriteString("order_type", OrderType);
            writer.WriteString("time_in_force", TimeInForce);
            WritePrice(writer, "limit_price", LimitPrice);
            WritePrice(writer, "stop_price", StopPrice);
            writer.WriteStartObject("extra_params");
            writer.WriteString(IdField, ClientOrderId);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a body; says what is wrong with it when it is not one of the contract.</summary>
    /// <exception cref="FormatException">The body is not a submission with an identity.</exception>
    public static LeanOrderRequest Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = 4, AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or KeyNotFoundException or OverflowException)
        {
            throw new FormatException("The body is not a submission: symbol, side, qty, order_type, time_in_force and extra_params.client_order_id are needed.",
                broken);
        }
    }

    private static bool IsPrice(decimal? price) => price is null or (> 0 and < (decimal)MarketDataBounds.PriceLimit);

    private static LeanOrderRequest Read(JsonElement root)
    {
        if (root.EnumerateObject().FirstOrDefault(field => !Fields.Contains(field.Name)) is { Value.ValueKind: not JsonValueKind.Undefined } unknown)
        {
            throw new FormatException($"'{Shorten(unknown.Name)}' is not a field of a submission.");
        }

        var extra = root.GetProperty("extra_params");
        if (extra.EnumerateObject().Any(field => field.Name != IdField))
        {
            throw new FormatException("extra_params may hold client_order_id and nothing else.");
        }

        var request = new LeanOrderRequest
        {
            Symbol = Text(root, "symbol", SymbolGrammar.MaxLength),
            Side = Text(root, "side", MaxWordLength).ToLowerInvariant(),
            Qty = Number(root, "qty") ?? throw new FormatException("qty is missing."),
            OrderType = Text(root, "order_type", MaxWordLength).ToLowerInvariant(),
            TimeInForce = Text(root, "time_in_force", MaxWordLength).ToLowerInvariant(),
            LimitPrice = Number(root, "limit_price"),
            StopPrice = Number(root, "stop_price"),
            ClientOrderId = Text(extra, IdField, MaxIdLength),
        };
        if (!SymbolGrammar.IsValid(request.Symbol))
        {
            throw new FormatException("symbol is none: 1 to 16 of A-Z, 0-9, '.', '/' and '-', beginning with a letter.");
        }

        if (request.Qty is <= 0 or >= (decimal)MarketDataBounds.SizeLimit)
        {
            throw new FormatException("qty must be greater than 0 and below 1e12.");
        }

        if (!IsPrice(request.LimitPrice) || !IsPrice(request.StopPrice))
        {
            throw new FormatException("Prices must be greater than 0 and below 1e9.");
        }

        return request;
    }

    private static string Text(JsonElement parent, string name, int maxLength) =>
        parent.GetProperty(name).GetString() is { Length: > 0 } text && text.Length <= maxLength
            ? text
            : throw new FormatException($"{name} must have 1 to {maxLength} characters.");

    private static decimal? Number(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null : value.GetDecimal();

    private static void WritePrice(Utf8JsonWriter writer, string name, decimal? price)
    {
        if (price is { } given)
        {
            writer.WriteNumber(name, given);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40];
}
