using System.Text.Json;
using System.Text.RegularExpressions;

namespace Torghut.Trading.Universe;

/// <summary>Reads the answer of the symbol universe: a list, or an object with a list under <c>symbols</c>, of strings or of objects with
/// <c>symbol</c>.</summary>
internal static partial class UniverseResponse
{
    /// <exception cref="JsonException">The answer has another shape or holds something that is no symbol.</exception>
    public static IReadOnlyList<string> Read(JsonElement root)
    {
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("symbols", out var inner) ? inner : root;
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new JsonException("expected a list of symbols");
        }

        return [.. list.EnumerateArray().Where(IsEnabled).Select(Symbol).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsEnabled(JsonElement item) =>
        item.ValueKind != JsonValueKind.Object || !item.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False;

    private static string Symbol(JsonElement item)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.String => item.GetString(),
            JsonValueKind.Object when item.TryGetProperty("symbol", out var symbol) && symbol.ValueKind == JsonValueKind.String => symbol.GetString(),
            _ => null,
        };
        return text is not null && SymbolPattern().IsMatch(text) ? text : throw new JsonException("expected symbols");
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9./\-]{0,15}\z")]
    private static partial Regex SymbolPattern();
}
