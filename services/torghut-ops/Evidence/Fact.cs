using System.Globalization;
using System.Text.Json.Nodes;

namespace Torghut.Ops.Evidence;

/// <summary>One observation. It says what was seen, never what it means.</summary>
/// <param name="Plane">Where the component belongs.</param>
/// <param name="Component">What was looked at, for example <c>clickhouse</c>.</param>
/// <param name="Probe">What was asked of it, for example <c>ta_signals</c>.</param>
/// <param name="Command">A command that a person can run to see the same; it holds no secret.</param>
/// <param name="ObservedAt">When the answer came, UTC.</param>
/// <param name="Outcome">How asking went.</param>
/// <param name="Value">The answer; null when there was none.</param>
/// <param name="Detail">More about the answer, or why there was none.</param>
/// <param name="DurationMs">How long it took.</param>
internal sealed record Fact(
    Plane Plane, string Component, string Probe, string Command, DateTimeOffset ObservedAt, Outcome Outcome, JsonNode? Value, string? Detail, long DurationMs)
{
    /// <summary>Age at which an answer says nothing of now, unless its probe knows better, seconds.</summary>
    public const int DefaultMaxAge = 60;

    /// <summary>How old the answer may be, seconds.</summary>
    public int MaxAgeS { get; init; } = DefaultMaxAge;

    /// <summary>Whether there is an answer that can be used.</summary>
    public bool Ok => Outcome == Outcome.Ok;

    /// <summary>What interpretations call the fact.</summary>
    public string Id => $"{Component}.{Probe}";

    /// <summary>A number within the value; null when it is not there.</summary>
    public double? Number(string name) => Property(name) is JsonValue value ? Number(value) : null;

    /// <summary>A text within the value; null when it is not there.</summary>
    public string? Text(string name) => Property(name) is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    /// <summary>An instant within the value, UTC; null when it is not there.</summary>
    public DateTimeOffset? Time(string name) =>
        DateTimeOffset.TryParse(Text(name), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at : null;

    /// <summary>A flag within the value; null when it is not there.</summary>
    public bool? Flag(string name) => Property(name) is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;

    /// <summary>Numbers by name, for a value that is a distribution.</summary>
    public IReadOnlyDictionary<string, double> Counts() => Value is JsonObject map
        ? map.Where(p => p.Value is JsonValue).ToDictionary(p => p.Key, p => Number(p.Value!.AsValue()) ?? 0)
        : new Dictionary<string, double>();

    /// <summary>Whether the value has something under a name.</summary>
    public bool Has(string name) => Property(name) is not null;

    /// <summary>Texts of an array within the value; null when it is not there.</summary>
    public IReadOnlyList<string>? Texts(string name) => Property(name) is JsonArray items ? [.. items.Select(i => i?.ToString() ?? "")] : null;

    /// <summary>The objects of an array within the value, each as a fact of its own with the same origin; none when it is not there.</summary>
    public IReadOnlyList<Fact> Objects(string name) =>
        Property(name) is JsonArray items ? [.. items.OfType<JsonObject>().Select(item => this with { Value = item })] : [];

    private static double? Number(JsonValue value) =>
        value.TryGetValue<double>(out var number) ? number
        : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small
        : null;

    private JsonNode? Property(string name) => Value is JsonObject map ? map[name] : null;
}
