using System.Text.Json;
using Torghut.Trading.Json;

namespace Torghut.Trading.Strategies.Rules;

/// <summary>What a user wrote: the rules of a strategy and the values of its parameters.</summary>
/// <param name="Entry">When to buy.</param>
/// <param name="Exit">When to sell.</param>
/// <param name="Guard">What must hold besides for an entry; null for nothing.</param>
/// <param name="Values">Parameters by name.</param>
/// <param name="SymbolValues">Parameters of single symbols.</param>
internal sealed record RuleTexts(
    string Entry,
    string Exit,
    string? Guard,
    IReadOnlyDictionary<string, double> Values,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> SymbolValues)
{
    /// <summary>All of it, as it is hashed and stored.</summary>
    public JsonMap ToMap()
    {
        var symbols = new JsonMap();
        foreach (var (symbol, values) in SymbolValues)
        {
            symbols.Add(symbol, Map(values));
        }

        return new JsonMap { ["entry"] = Entry, ["exit"] = Exit, ["guard"] = Guard, ["values"] = Map(Values), ["symbols"] = symbols };
    }

    /// <summary>What <see cref="ToMap"/> wrote; null when it is not that.</summary>
    public static RuleTexts? Read(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new RuleTexts(
                root.GetProperty("entry").GetString()!,
                root.GetProperty("exit").GetString()!,
                root.GetProperty("guard").GetString(),
                Values(root.GetProperty("values")),
                root.GetProperty("symbols").EnumerateObject().ToDictionary(symbol => symbol.Name, symbol => Values(symbol.Value), StringComparer.Ordinal));
        }
        catch (Exception other) when (other is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }

        static IReadOnlyDictionary<string, double> Values(JsonElement map) =>
            map.EnumerateObject().ToDictionary(value => value.Name, value => value.Value.GetDouble(), StringComparer.Ordinal);
    }

    private static JsonMap Map(IReadOnlyDictionary<string, double> values)
    {
        var map = new JsonMap();
        foreach (var (name, value) in values)
        {
            map.Add(name, value);
        }

        return map;
    }
}
