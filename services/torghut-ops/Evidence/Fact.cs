using System.Text.Json.Nodes;

namespace Torghut.Ops.Evidence;

/// <summary>One observation. It says what was seen, never what it means.</summary>
/// <param name="Plane">Where the component belongs.</param>
/// <param name="Component">What was looked at, for example <c>clickhouse</c>.</param>
/// <param name="Probe">What was asked of it, for example <c>ta_signals</c>.</param>
/// <param name="Command">A command that a person can run to see the same; it holds no secret.</param>
/// <param name="ObservedAt">When the answer came, UTC.</param>
/// <param name="Ok">Whether there was an answer.</param>
/// <param name="Value">The answer; null when there was none.</param>
/// <param name="Detail">More about the answer, or why there was none.</param>
/// <param name="DurationMs">How long it took.</param>
internal sealed record Fact(
    Plane Plane, string Component, string Probe, string Command, DateTimeOffset ObservedAt, bool Ok, JsonNode? Value, string? Detail, long DurationMs)
{
    /// <summary>What interpretations call the fact.</summary>
    public string Id => $"{Component}.{Probe}";

    /// <summary>A number within the value; null when it is not there.</summary>
    public double? Number(string name) => Property(name) is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    /// <summary>A text within the value; null when it is not there.</summary>
    public string? Text(string name) => Property(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>A flag within the value; null when it is not there.</summary>
    public bool? Flag(string name) => Property(name) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Numbers by name, for a value that is a distribution.</summary>
    public IReadOnlyDictionary<string, double> Counts() => Value is JsonObject map
        ? map.Where(p => p.Value is JsonValue).ToDictionary(p => p.Key, p => p.Value!.AsValue().TryGetValue<double>(out var n) ? n : 0)
        : new Dictionary<string, double>();

    /// <summary>Texts of an array within the value; null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string name) => Property(name) is JsonArray items ? [.. items.Select(i => i?.ToString() ?? "")] : null;

    /// <summary>The objects of an array within the value, each as a fact of its own with the same origin; none when it is not there.</summary>
    public IReadOnlyList<Fact> Objects(string name) =>
        Property(name) is JsonArray items ? [.. items.OfType<JsonObject>().Select(item => this with { Value = item })] : [];

    private JsonNode? Property(string name) => Value is JsonObject map ? map[name] : null;
}
