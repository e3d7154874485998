using System.Text.Json;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Data;

/// <summary>One page of history, read item by item, so that one item that nobody foresaw costs neither the page nor its neighbours.</summary>
/// <param name="Items">What was understood, in the broker's order.</param>
/// <param name="Unread">What was not.</param>
/// <param name="NextToken">Token of the next page; null on the last.</param>
internal sealed record HistoryPage<T>(IReadOnlyList<T> Items, IReadOnlyList<UnreadItem> Unread, string? NextToken)
{
    /// <summary>Reads the object of arrays under <paramref name="name"/>; a symbol without data is absent or null, and "no data at all" may be null.</summary>
    /// <param name="json">The page.</param>
    /// <param name="name">Where its items are.</param>
    /// <param name="itemOptions">Bounds of one item, which the page around it need not keep.</param>
    /// <param name="read">Reads an item of a symbol; whatever it throws concerns that item alone.</param>
    /// <exception cref="FormatException">There is something else under the name.</exception>
    public static HistoryPage<T> Read(JsonElement json, string name, JsonDocumentOptions itemOptions, Func<string, JsonElement, T> read)
    {
        var items = new List<T>();
        var unread = new List<UnreadItem>();
        if (json.TryGetProperty(name, out var bySymbol) && bySymbol.ValueKind != JsonValueKind.Null)
        {
            foreach (var symbol in Symbols(bySymbol, name))
            {
                ReadSymbol(symbol, itemOptions, read, items, unread);
            }
        }

        return new HistoryPage<T>(items, unread, json.Text("next_page_token") is { Length: > 0 } token ? token : null);
    }

    private static JsonElement.ObjectEnumerator Symbols(JsonElement bySymbol, string name) => bySymbol.ValueKind == JsonValueKind.Object
        ? bySymbol.EnumerateObject()
        : throw new FormatException($"Field '{name}' is not an object by symbol.");

    private static void ReadSymbol(
        JsonProperty symbol, JsonDocumentOptions itemOptions, Func<string, JsonElement, T> read, List<T> items, List<UnreadItem> unread)
    {
        if (symbol.Value.ValueKind == JsonValueKind.Null)
        {
            return;
        }

        if (symbol.Value.ValueKind != JsonValueKind.Array)
        {
            unread.Add(ItemJson.Describe(symbol.Value, "An array was expected."));
            return;
        }

        try
        {
            var ticker = symbol.Name;
            var list = ItemJson.ReadList(symbol.Value, itemOptions, item => read(ticker, item));
            items.AddRange(list);
            unread.AddRange(list.Unread);
        }
        catch (InvalidOperationException problem)
        {
            // The name is no text, such as half a surrogate: none of its items can be told whose it is.
            unread.Add(ItemJson.Describe(symbol.Value, problem.Message));
        }
    }
}
