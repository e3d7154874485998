using Torghut.Common.Configuration;
using Torghut.Contracts.Market;

namespace Torghut.Trading.Universe;

/// <summary>Which symbols may be traded.</summary>
internal sealed class UniverseOptions : IValidatableOptions
{
    [ConfigurationKey("TRADING_UNIVERSE_SOURCE", "static uses TRADING_STATIC_SYMBOLS, jangar asks JANGAR_SYMBOLS_URL.")]
    public UniverseSource Source { get; set; } = UniverseSource.Static;

    [ConfigurationKey("TRADING_STATIC_SYMBOLS", "Symbols when the source is static.")]
    public IReadOnlyList<string> Symbols { get; set; } = [];

    [ConfigurationKey("JANGAR_SYMBOLS_URL", "Address of the symbol universe.", Schemes = "http,https", AllowsQuery = true)]
    public Uri? Address { get; set; }

    [ConfigurationKey("TRADING_UNIVERSE_REFRESH_SECONDS", "How often the universe is asked for.", Min = 1, Max = 86_400)]
    public TimeSpan Refresh { get; set; } = TimeSpan.FromSeconds(30);

    [ConfigurationKey("TRADING_UNIVERSE_CACHE_SECONDS", "How long the last good answer stays valid when the source fails.", Min = 0, Max = 604_800)]
    public TimeSpan Cache { get; set; } = TimeSpan.FromMinutes(5);

    [ConfigurationKey("TRADING_UNIVERSE_TIMEOUT_MS", "How long the source may take.", Min = 100, Max = 60_000)]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    public IEnumerable<ConfigurationProblem> Validate()
    {
        if (Symbols.FirstOrDefault(symbol => !SymbolGrammar.IsValid(symbol)) is { } bad)
        {
            yield return new("TRADING_STATIC_SYMBOLS", SymbolGrammar.Expected, $"'{bad}'");
        }

        if (Source == UniverseSource.Static && Symbols.Count == 0)
        {
            yield return new("TRADING_STATIC_SYMBOLS", "at least one symbol, because TRADING_UNIVERSE_SOURCE=static", null);
        }

        if (Source == UniverseSource.Jangar && Address is null)
        {
            yield return new("JANGAR_SYMBOLS_URL", "an absolute URL, because TRADING_UNIVERSE_SOURCE=jangar", null);
        }
    }
}
