using System.Text.Json;

namespace Torghut.Trading.Backtest;

/// <summary>The universe, followed through the changes that the audit has of it.</summary>
internal static class UniverseState
{
    /// <summary>A service that starts has none yet.</summary>
    public static IReadOnlySet<string> AtTheStart { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The symbols after a change; null when not all of them are known, because an entry lists only so many.</summary>
    /// <param name="before">The symbols before it; null when not all of them are known.</param>
    /// <param name="change">What the audit has of it.</param>
    public static IReadOnlySet<string>? After(IReadOnlySet<string>? before, JsonElement change)
    {
        var (added, removed) = (Listed(change, "added"), Listed(change, "removed"));
        return before is null || added is null || removed is null ? null : before.Except(removed).Concat(added).ToHashSet(StringComparer.Ordinal);
    }

    private static List<string>? Listed(JsonElement change, string name)
    {
        List<string> symbols = [.. change.GetProperty(name).EnumerateArray().Select(symbol => symbol.GetString()!)];
        return symbols.Count == change.GetProperty(name + "_count").GetInt64() ? symbols : null;
    }
}
