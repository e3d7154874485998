using System.Text.Json;

namespace Torghut.Alpaca.Data;

/// <summary>One page of history.</summary>
/// <param name="NextToken">Token of the next page; null on the last.</param>
internal sealed record HistoryPage<T>(IReadOnlyList<T> Items, string? NextToken)
{
    /// <summary>Reads the object of arrays under <paramref name="name"/>; a symbol without data is absent, and "no data at all" may be null.</summary>
    public static HistoryPage<T> Read(JsonElement json, string name, Func<string, JsonElement, T> read)
    {
        var items = new List<T>();
        if (json.TryGetProperty(name, out var bySymbol) && bySymbol.ValueKind == JsonValueKind.Object)
        {
            foreach (var symbol in bySymbol.EnumerateObject())
            {
                if (symbol.Value.ValueKind == JsonValueKind.Array)
                {
                    items.AddRange(symbol.Value.EnumerateArray().Select(item => read(symbol.Name, item)));
                }
            }
        }

        return new HistoryPage<T>(items, json.Text("next_page_token") is { Length: > 0 } token ? token : null);
    }
}
