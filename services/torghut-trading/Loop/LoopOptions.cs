using Torghut.Common.Configuration;

namespace Torghut.Trading.Loop;

/// <summary>Pace of the loop.</summary>
internal sealed class LoopOptions
{
    [ConfigurationKey("TRADING_POLL_MS", "Time between ticks when there is nothing more to read.", Min = 50, Max = 600_000)]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(5);

    [ConfigurationKey("TRADING_RECONCILE_MS", "Time between reconciliations with the broker.", Min = 100, Max = 600_000)]
    public TimeSpan Reconcile { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKey("TRADING_ORDER_WATCH_MS", "Time between looks for new orders at the broker; an order that is not ours is noticed within it.", Min = 100,
        Max = 4_000)]
    public TimeSpan OrderPollInterval { get; set; } = TimeSpan.FromSeconds(2);

    [ConfigurationKey("TRADING_LEASE_TTL_MS", "How long the lease holds without renewal; the longest wait of a successor after a crash.", Min = 1_000,
        Max = 300_000)]
    public TimeSpan LeaseTtl { get; set; } = TimeSpan.FromSeconds(6);

    [ConfigurationKey("TRADING_LEASE_NAME", "What is leased; instances with the same name never trade at the same time.")]
    public string LeaseName { get; set; } = "trading-loop";

    [ConfigurationKey("TRADING_MIGRATE_AT_START", "Apply missing migrations before the service starts.")]
    public bool MigrateAtStart { get; set; }

    [ConfigurationKey("TRADING_STRATEGY_CONFIG_PATH", "The strategy catalogue, YAML or JSON.")]
    public string CataloguePath { get; set; } = "/etc/torghut/strategies.yaml";

    [ConfigurationKey("TRADING_STRATEGY_CONFIG_MODE", "merge keeps strategies that only the database knows; sync disables them.")]
    public CatalogueMode CatalogueMode { get; set; } = CatalogueMode.Merge;

    [ConfigurationKey("TRADING_STRATEGY_RELOAD_SECONDS", "How often the catalogue's file is looked at.", Min = 1, Max = 3_600)]
    public TimeSpan CatalogueReload { get; set; } = TimeSpan.FromSeconds(10);
}
