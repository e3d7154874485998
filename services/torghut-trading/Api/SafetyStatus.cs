using Torghut.Trading.Account;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Api;

/// <summary>Every gate, switch and latch, for <c>/trading/status</c>.</summary>
internal sealed class SafetyStatus(
    SwitchOptions switches, SafetyLatches latches, EmergencyStop stop, EntryBlocks blocks, UnreadItems unread, LeaseManager leases, PreTradeGate gate,
    LoopStatus loop)
{
    public void AddTo(JsonMap status)
    {
        status["account_label"] = switches.AccountLabel;
        status["mode"] = switches.Mode;
        status["state"] = CanonicalText.Of(latches.State).ToUpperInvariant();
        status["switches"] = new JsonMap
        {
            ["trading_enabled"] = switches.Enabled,
            ["live_enabled"] = switches.LiveEnabled,
            ["kill_switch_enabled"] = switches.KillSwitchEnabled,
            ["emergency_stop_enabled"] = switches.EmergencyStopEnabled,
            ["read_at"] = loop.StartedAt, // they are settings, so that since then at least they are as they are
        };
        status["gates"] = new JsonMap
        {
            ["lease_held"] = leases.Current is not null,
            ["reconciled"] = blocks.Reconciled,
            ["unresolved_orders"] = blocks.UnresolvedOrders,
            ["external_orders"] = blocks.ExternalOrders,
            ["foreign_orders"] = blocks.ExternalOrders, // the former name, for one version
            ["unread_items"] = unread.Count, // among the external orders
            ["market_open"] = loop.View.Clock?.IsOpen,
            ["orders_may_leave"] = gate.IsOpen,
        };
        status["latches"] = Latches();
        status["lease"] = new JsonMap { ["owner"] = leases.Owner, ["token"] = leases.Current?.Token };
    }

    private JsonMap Latches() => new()
    {
        ["emergency_stop"] = latches.EmergencyStop,
        ["daily_loss"] = latches.DailyLoss,
        ["reason"] = latches.Engaged.FirstOrDefault(engaged => engaged.Latch == Latch.EmergencyStop)?.Engagement.Reason ?? "",
        ["engaged"] = latches.Engaged.Select(engaged => new JsonMap
        {
            ["latch"] = engaged.Latch,
            ["reason"] = engaged.Engagement.Reason,
            ["actor"] = engaged.Engagement.Actor,
            ["engaged_at"] = engaged.Engagement.At,
            ["persisted"] = latches.IsPersisted(engaged.Latch),
        }).ToList(),
        ["mass_cancel"] = stop.LastMassCancel.State,
        ["mass_cancel_elapsed"] = stop.LastMassCancel.Elapsed,
        ["mass_cancel_fault"] = stop.LastMassCancel.Fault,
        ["sweep"] = stop.LastMassCancel.State, // the former names, for one version
        ["sweep_elapsed"] = stop.LastMassCancel.Elapsed,
        ["history"] = latches.Rows.Select(row => new JsonMap
        {
            ["latch"] = row.Latch,
            ["engaged"] = row.Engaged,
            ["reason"] = row.Reason,
            ["actor"] = row.Actor,
            ["engaged_at"] = row.EngagedAt,
            ["released_at"] = row.ReleasedAt,
        }).ToList(),
    };
}
