using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Simulation;
using Torghut.Trading.Submission;

namespace Torghut.Trading.Api;

/// <summary>Where orders go, for <c>/trading/status</c>.</summary>
internal sealed class AdapterStatus(IBroker broker, AdapterChain route, SimulationClock replay)
{
    public JsonMap Make() => new()
    {
        ["name"] = broker.Name,
        ["live"] = broker.Capabilities.Live,
        ["shorts"] = broker.Capabilities.Shorts,
        ["limit_orders"] = broker.Capabilities.LimitOrders,
        ["trade_updates"] = broker.Capabilities.TradeUpdates,
        ["chain"] = route.Chain,
        ["replay"] = replay.IsReplay,
        ["replay_over"] = replay.IsOver,
        ["fallbacks"] = route.Fallbacks.Count,
        ["last_fallback_reason"] = route.Fallbacks.Reason,
    };
}
