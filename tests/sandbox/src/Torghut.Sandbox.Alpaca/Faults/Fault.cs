using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Faults;

/// <summary>Something that shall go wrong: what, to whom, how often.</summary>
internal sealed class Fault(long id, string kind, JsonObject match, int? count, double probability, JsonObject settings)
{
    public long Id { get; } = id;

    public string Kind { get; } = kind;

    /// <summary>How often it may still happen; null means always.</summary>
    public int? Remaining { get; set; } = count;

    public double Probability { get; } = probability;

    public int Hits { get; set; }

    /// <summary>Whether every field of the match equals the event's; a value ending in <c>*</c> is a prefix.</summary>
    public bool Matches(Func<string, string?> attribute)
    {
        foreach (var (key, value) in match)
        {
            var wanted = value?.ToString() ?? string.Empty;
            var actual = attribute(key) ?? string.Empty;
            var equal = wanted.EndsWith('*') ? actual.StartsWith(wanted[..^1], StringComparison.Ordinal) : actual == wanted;
            if (!equal)
            {
                return false;
            }
        }

        return true;
    }

    public string Text(string key, string otherwise) => settings[key] is { } value ? value.ToString() : otherwise;

    public int Integer(string key, int otherwise) =>
        settings[key] is { } value && int.TryParse(value.ToString(), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    public bool Flag(string key) => Text(key, "false") == "true";

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["kind"] = Kind,
        ["match"] = match.DeepClone(),
        ["remaining"] = Remaining,
        ["probability"] = Probability,
        ["hits"] = Hits,
        ["settings"] = settings.DeepClone(),
    };
}
