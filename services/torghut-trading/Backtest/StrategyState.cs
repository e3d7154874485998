using System.Text.Json;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>All of a strategy that its wish to trade depends on, as one text: two that are equal want the same of the same signals.</summary>
internal static class StrategyState
{
    /// <summary>Limits and cool-downs are missing here: they change what becomes of a wish, not the wish.</summary>
    private static readonly string[] Fields = ["type", "plugin_version", "version", "base_timeframe", "universe_symbols", "params"];

    /// <summary>By name.</summary>
    public static IReadOnlyDictionary<string, string> Of(StrategyCatalogue catalogue)
    {
        using var document = JsonDocument.Parse(CanonicalJson.Serialize([.. catalogue.Strategies.Select(strategy => (object?)strategy.ToMap())]));
        return Of(document.RootElement);
    }

    /// <summary>By name, of the list of canonical JSON that the audit keeps of a catalogue.</summary>
    public static IReadOnlyDictionary<string, string> Of(JsonElement strategies) => strategies.EnumerateArray().ToDictionary(
        one => one.GetProperty("name").GetString()!, one => string.Join(' ', Fields.Select(field => one.GetProperty(field).GetRawText())),
        StringComparer.Ordinal);
}
