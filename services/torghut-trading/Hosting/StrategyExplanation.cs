using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Hosting;

/// <summary>What the service understood of a strategy, for whoever wrote it.</summary>
internal static class StrategyExplanation
{
    public static JsonMap Of(StrategyDefinition strategy) => new()
    {
        ["name"] = strategy.Name,
        ["type"] = strategy.Plugin.Type,
        ["plugin_version"] = strategy.Plugin.Version,
        ["enabled"] = strategy.Enabled,
        ["trades"] = strategy.UniverseSymbols.Count == 0 ? "the whole universe" : string.Join(", ", strategy.UniverseSymbols),
        ["needs"] = strategy.Plugin.RequiredFeatures.Select(feature => feature.Name).ToList(),
        ["looks_back_bars"] = strategy.Plugin.Lookback,
        ["looks_at_position"] = strategy.Plugin.UsesPosition,
        ["parameters"] = strategy.Parameters.ToMap(),
        ["parameter_hash"] = strategy.Parameters.Hash,
        ["buys_when_all_hold"] = strategy.Plugin is RulesStrategy rules ? rules.Buys.Rationale : null,
        ["sells_when_all_hold"] = strategy.Plugin is RulesStrategy other ? other.Sells.Rationale : null,
    };

    /// <summary>For people.</summary>
    public static string Text(StrategyDefinition strategy)
    {
        var lines = Of(strategy).Where(pair => pair.Value is not null).Select(pair => $"  {pair.Key.Replace('_', ' ')}: {Shown(pair.Value!)}");
        return $"{strategy.Name}\n{string.Join('\n', lines.Where(line => !line.StartsWith("  name:", StringComparison.Ordinal)))}\n";
    }

    private static string Shown(object value) => value switch
    {
        string text => text,
        JsonMap map => CanonicalJson.Serialize(map),
        IEnumerable<string> list => list.Any() ? string.Join("; ", list) : "nothing",
        bool flag => flag ? "yes" : "no",
        _ => FormattableString.Invariant($"{value}"),
    };
}
