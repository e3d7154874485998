using System.Text.Json;

namespace Torghut.Ws.Universe;

/// <summary>
/// Reads the answer of the universe service: a list, or an object whose <c>symbols</c> or <c>items</c> is one, of texts or of objects with a
/// <c>symbol</c>. The answer is untrusted.
/// </summary>
internal static class SymbolsResponse
{
    private const int MaxSymbols = 20_000;
    private const int MaxDepth = 8;

    /// <exception cref="FormatException">The answer is no list of valid symbols, is empty or too long.</exception>
    public static IReadOnlyList<string> Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var symbols = List(document.RootElement).EnumerateArray().Select(Symbol).ToList();
            return symbols.Count is > 0 and <= MaxSymbols
                ? symbols
                : throw new FormatException($"The list has {symbols.Count} symbols; 1 to {MaxSymbols} are accepted.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw new FormatException("The answer is not a list of symbols.", exception);
        }
    }

    private static JsonElement List(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Object)
        {
            return root.TryGetProperty("symbols", out var symbols) ? symbols
                : root.TryGetProperty("items", out var items) ? items
                : throw new FormatException("The answer has neither 'symbols' nor 'items'.");
        }

        return root;
    }

    private static string Symbol(JsonElement item)
    {
        var text = (item.ValueKind == JsonValueKind.Object ? item.TryGetProperty("symbol", out var symbol) ? symbol.GetString() : null : item.GetString())
            ?? "";
        return text != "*" && SymbolRule.IsValid(text) ? text : throw new FormatException("An item of the list is not a symbol.");
    }
}
