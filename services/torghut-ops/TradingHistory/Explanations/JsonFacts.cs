using System.Text.Json;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Stored JSON as a list of facts, with dots between the names; bounded, because what is stored may grow.</summary>
internal static class JsonFacts
{
    private const int Most = 150;
    private const int MaxLength = 500;

    public static IReadOnlyList<StepFact> Of(JsonElement? json, string prefix = "")
    {
        var facts = new List<StepFact>();
        if (json is { } element)
        {
            Add(element, prefix, facts);
        }

        return facts;
    }

    public static string? Cut(string? text) => text?.Length > MaxLength ? text[..MaxLength] + "…" : text;

    private static void Add(JsonElement element, string name, List<StepFact> facts)
    {
        if (element.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in element.EnumerateObject())
            {
                Add(property.Value, name.Length == 0 ? property.Name : $"{name}.{property.Name}", facts);
            }

            return;
        }

        if (facts.Count < Most)
        {
            facts.Add(new StepFact(name, element.ValueKind == JsonValueKind.Null ? null : Cut(element.ToString()), FactUnits.Of(name)));
        }
    }
}
