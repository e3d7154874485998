using System.Text.Json;
using Torghut.Common.Resilience;
using Torghut.Contracts.Market;

namespace Torghut.Common.Universe;

/// <summary>
/// The symbol universe as <c>GET /api/torghut/symbols</c> gives it: an object with a list under <c>symbols</c> or, where that is missing, under
/// <c>items</c>, or the list alone; of texts, or of objects with <c>symbol</c> and perhaps <c>enabled</c>. Whoever sends it is not trusted: one
/// enabled item that is no symbol, or one whose <c>enabled</c> is no boolean, refuses the whole, because a part of a universe would drop
/// subscriptions and close entries.
/// </summary>
public static class UniverseResponse
{
    /// <summary>Longest list. Alpaca's largest subscription is far below.</summary>
    public const int MaxSymbols = 20_000;

    /// <summary>Longest response, bytes: that many items of 200 bytes, each with who changed it and when.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int MaxDepth = 8;

    /// <summary>Asks once; who repeats it decides the caller.</summary>
    /// <returns>Enabled symbols in the order given, each once.</returns>
    /// <exception cref="HttpStatusException">Another status than 200 to 299.</exception>
    /// <exception cref="HttpRequestException">No connection, or a longer body.</exception>
    /// <exception cref="FormatException">See <see cref="Parse"/>.</exception>
    public static async Task<IReadOnlyList<string>> FetchAsync(HttpClient http, Uri? address, TimeProvider time, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        HttpStatusException.ThrowIfUnsuccessful(response, time);
        await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Enabled symbols in the order given, each once.</summary>
    /// <exception cref="FormatException">No list, an item that is no symbol, an <c>enabled</c> that is not a boolean, more than <see cref="MaxSymbols"/>, or
    /// none that is enabled.</exception>
    public static IReadOnlyList<string> Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
        {
            throw new FormatException($"The list is longer than {MaxBytes} bytes.");
        }

        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Read(List(document.RootElement));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Text that is not UTF-8 is found out when it is read, and by another exception than bad JSON.
            throw new FormatException("The response is not a list of symbols.", exception);
        }
    }

    private static List<string> Read(JsonElement list)
    {
        if (list.GetArrayLength() > MaxSymbols)
        {
            throw new FormatException($"The list has {list.GetArrayLength()} symbols; {MaxSymbols} is the most.");
        }

        List<string> symbols = [.. list.EnumerateArray()
            .Where(IsEnabled)
            .Select(Symbol)
            .Distinct(StringComparer.Ordinal)];
        return symbols.Count > 0 ? symbols : throw new FormatException("The list of symbols is empty.");
    }

    private static JsonElement List(JsonElement root)
    {
        var list = root.ValueKind != JsonValueKind.Object ? root
            : root.TryGetProperty("symbols", out var symbols) ? symbols
            : root.TryGetProperty("items", out var items) ? items
            : throw new FormatException("The response has neither 'symbols' nor 'items'.");
        return list.ValueKind == JsonValueKind.Array ? list : throw new FormatException("The response is not a list of symbols.");
    }

    /// <summary>An item without the field is enabled. Something else than true or false under it is not guessed at.</summary>
    private static bool IsEnabled(JsonElement item) => item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("enabled", out var enabled)
        || enabled.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw new FormatException("An item's 'enabled' is neither true nor false."),
        };

    private static string Symbol(JsonElement item)
    {
        var value = item.ValueKind == JsonValueKind.Object && item.TryGetProperty("symbol", out var symbol) ? symbol : item;
        return value.ValueKind == JsonValueKind.String && value.GetString() is { } text && SymbolGrammar.IsValid(text)
            ? text
            : throw new FormatException("An item of the list is not a symbol.");
    }
}
