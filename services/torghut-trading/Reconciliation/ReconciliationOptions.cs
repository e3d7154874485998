using Torghut.Common.Configuration;

namespace Torghut.Trading.Reconciliation;

/// <summary>How often the broker is asked what it knows.</summary>
internal sealed class ReconciliationOptions
{
    [ConfigurationKey("TRADING_RECONCILE_MS", "Time between reconciliations with the broker.", Min = 100, Max = 600_000)]
    public TimeSpan Reconcile { get; set; } = TimeSpan.FromSeconds(15);

    [ConfigurationKey("TRADING_ORDER_WATCH_MS", "Time between looks for new orders at the broker; an order that is not ours is noticed within it.", Min = 100,
        Max = 4_000)]
    public TimeSpan OrderPollInterval { get; set; } = TimeSpan.FromSeconds(2);
}
