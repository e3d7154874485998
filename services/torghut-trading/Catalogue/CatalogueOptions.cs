using Torghut.Common.Configuration;

namespace Torghut.Trading.Catalogue;

/// <summary>Where the catalogue is, and how it is taken over.</summary>
internal sealed class CatalogueOptions
{
    [ConfigurationKey("TRADING_STRATEGY_CONFIG_PATH", "The strategy catalogue, YAML or JSON.")]
    public string Path { get; set; } = "/etc/torghut/strategies.yaml";

    [ConfigurationKey("TRADING_STRATEGY_CONFIG_MODE", "merge keeps strategies that only the database knows; sync disables them.")]
    public CatalogueMode Mode { get; set; } = CatalogueMode.Merge;

    [ConfigurationKey("TRADING_STRATEGY_RELOAD_SECONDS", "How often the catalogue's file is looked at.", Min = 1, Max = 3_600)]
    public TimeSpan Reload { get; set; } = TimeSpan.FromSeconds(10);
}
