using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Storage;

/// <summary>
/// JSON text for a <c>jsonb</c> column. It can only be made by the canonical writer, so no write path can store a UUID, a decimal or a time as
/// anything but a string.
/// </summary>
internal readonly record struct PersistedJson
{
    private const int MaxExternalLength = 65_536;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 32 };

    private PersistedJson(string text) => Text = text;

    public string Text { get; }

    public static PersistedJson Of(JsonMap map) => new(CanonicalJson.Serialize(map));

    public static PersistedJson Of(IReadOnlyList<object?> values) => new(CanonicalJson.Serialize(values));

    /// <summary>Rewrites JSON from outside: every number that is not a whole one becomes text with its digits kept. Unreadable or oversized text is named,
    /// not stored; a NUL in it is replaced.</summary>
    public static PersistedJson OfExternal(string text)
    {
        if (text.Length > MaxExternalLength)
        {
            return Of(new JsonMap { ["omitted"] = "too_long", ["length"] = text.Length });
        }

        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return Convert(document.RootElement) switch
            {
                JsonMap map => Of(map),
                List<object?> list => Of(list),
                var scalar => Of(new JsonMap { ["value"] = scalar }),
            };
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return Of(new JsonMap { ["omitted"] = "not_json", ["length"] = text.Length });
        }
    }

    private static object? Convert(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ConvertObject(element),
        JsonValueKind.Array => element.EnumerateArray().Select(Convert).ToList(),
        JsonValueKind.String => Storable(element.GetString()!),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetRawText(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    /// <summary>Postgres keeps no NUL in text.</summary>
    private static string Storable(string text) => text.Replace('\0', '\uFFFD');

    private static JsonMap ConvertObject(JsonElement element)
    {
        var map = new JsonMap();
        foreach (var property in element.EnumerateObject())
        {
            map[Storable(property.Name)] = Convert(property.Value);
        }

        return map;
    }
}
