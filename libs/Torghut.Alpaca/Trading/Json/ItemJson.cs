using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Torghut.Alpaca.Trading;

/// <summary>Reads lists item by item, so that one item that nobody foresaw hides none of the others.</summary>
internal static class ItemJson
{
    private const int MaxRaw = 65_536;

    /// <summary>What reading an element may throw when it is not what was expected.</summary>
    public static bool IsMisunderstanding(Exception exception) => exception
        is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException;

    /// <param name="json">The list.</param>
    /// <param name="itemOptions">Bounds of one item, which the list around it need not keep.</param>
    /// <param name="read">Reads an item; whatever it throws concerns that item alone.</param>
    /// <exception cref="FormatException">It is no list.</exception>
    public static ItemList<T> ReadList<T>(JsonElement json, JsonDocumentOptions itemOptions, Func<JsonElement, T> read)
    {
        if (json.ValueKind != JsonValueKind.Array)
        {
            throw new FormatException("An array was expected.");
        }

        var items = new List<T>(json.GetArrayLength());
        var unread = new List<UnreadItem>();
        foreach (var element in json.EnumerateArray())
        {
            try
            {
                using var item = JsonDocument.Parse(JsonMarshal.GetRawUtf8Value(element).ToArray(), itemOptions);
                items.Add(read(item.RootElement));
            }
            catch (Exception problem) when (IsMisunderstanding(problem))
            {
                unread.Add(Describe(element, problem.Message));
            }
        }

        return new ItemList<T>(items, unread);
    }

    /// <summary>An element that was not understood; nothing in it makes this fail.</summary>
    public static UnreadItem Describe(JsonElement element, string reason)
    {
        var raw = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(element));
        return new UnreadItem(TextOrNull(element, "id"), TextOrNull(element, "symbol"), reason, raw.Length <= MaxRaw ? raw : raw[..MaxRaw]);
    }

    private static string? TextOrNull(JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String
                && field.GetString() is { Length: > 0 } text ? text : null;
        }
        catch (InvalidOperationException)
        {
            // A string that is no valid text.
            return null;
        }
    }
}
