using Torghut.Trading.Account;
using Torghut.Trading.Audit;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.Observability;
using Torghut.Trading.Reconciliation;
using Torghut.Trading.Safety;
using Torghut.Trading.Simulation;
using Torghut.Trading.Submission;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Api;

/// <summary>The body of <c>/trading/status</c>; made from memory, so that it answers whatever is down.</summary>
internal sealed class StatusReport(
    SwitchOptions switches,
    SafetyLatches latches,
    EmergencyStop stop,
    EntryBlocks blocks,
    LeaseManager leases,
    LoopStatus loop,
    CurrentCatalogue catalogue,
    UniverseProvider universe,
    UniverseOptions universeOptions,
    Reconciler reconciler,
    AuditLog audit,
    IBroker broker,
    AdapterChain route,
    SimulationClock replay,
    TradingGauges gauges)
{
    public JsonMap Make() => new()
    {
        ["service"] = "torghut-trading",
        ["account_label"] = switches.AccountLabel,
        ["mode"] = switches.Mode,
        ["state"] = CanonicalText.Of(latches.State).ToUpperInvariant(),
        ["switches"] = new JsonMap
        {
            ["trading_enabled"] = switches.Enabled,
            ["live_enabled"] = switches.LiveEnabled,
            ["kill_switch_enabled"] = switches.KillSwitchEnabled,
            ["emergency_stop_enabled"] = switches.EmergencyStopEnabled,
        },
        ["gates"] = new JsonMap
        {
            ["lease_held"] = leases.Current is not null,
            ["reconciled"] = blocks.Reconciled,
            ["unresolved_orders"] = blocks.UnresolvedOrders,
            ["external_orders"] = blocks.ExternalOrders,
            ["foreign_orders"] = blocks.ExternalOrders, // the former name, for one version
            ["market_open"] = loop.View.Clock?.IsOpen,
            ["orders_may_leave"] = !latches.StopsEverything && blocks.Reconciled && leases.Current is not null,
        },
        ["latches"] = Latches(),
        ["lease"] = new JsonMap { ["owner"] = leases.Owner, ["token"] = leases.Current?.Token },
        ["adapter"] = new JsonMap
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
        },
        ["loop"] = Loop(loop.View),
        ["reconcile"] = new JsonMap
        {
            ["lag_seconds"] = Math.Round(gauges.ReconcileLagSeconds, 3),
            ["equity"] = reconciler.LastAccount?.Equity,
            ["buying_power"] = reconciler.LastAccount?.BuyingPower,
            ["daily_loss"] = reconciler.LastAccount?.DailyLoss,
            ["positions"] = reconciler.LastPositions.Count,
        },
        ["universe"] = new JsonMap
        {
            ["source"] = universeOptions.Source,
            ["symbols"] = universe.Last?.Symbols.Take(1_000).ToList() ?? [],
            ["count"] = universe.Last?.Symbols.Count ?? 0,
            ["fault"] = universe.Last?.Fault,
        },
        ["catalogue"] = Catalogue(catalogue.State),
        ["llm"] = new JsonMap { ["enabled"] = false, ["policy_resolution"] = "compliant" },
        ["audit"] = new JsonMap { ["seq"] = audit.Head.Seq, ["hash"] = audit.Head.Hash },
    };

    private JsonMap Latches() => new()
    {
        ["emergency_stop"] = latches.EmergencyStop,
        ["daily_loss"] = latches.DailyLoss,
        ["reason"] = latches.Reason,
        ["mass_cancel"] = stop.LastMassCancel.State,
        ["mass_cancel_elapsed"] = stop.LastMassCancel.Elapsed,
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

    private static JsonMap Loop(LoopStatusView view) => new()
    {
        ["ticks"] = view.Ticks,
        ["last_tick_at"] = view.LastTickAt,
        ["last_outcome"] = view.LastOutcome,
        ["last_error"] = view.LastError,
        ["last_error_at"] = view.LastErrorAt,
        ["market_time"] = view.Clock?.Now,
        ["signals"] = view.Signals,
        ["late_signals"] = view.LateSignals,
        ["newest_signal"] = view.NewestSignal,
        ["no_signal_reason"] = view.NoSignalReason,
        ["decisions"] = view.Decisions,
        ["approved"] = view.Approved,
        ["cursor"] = view.Cursor is { } cursor
            ? new JsonMap { ["event_ts"] = cursor.EventTs, ["symbol"] = cursor.Symbol, ["seq"] = cursor.Seq }
            : null,
    };

    private static JsonMap Catalogue(CatalogueState state) => new()
    {
        ["digest"] = state.Catalogue.Digest,
        ["accepted"] = state.Accepted,
        ["refused"] = state.Refused,
        ["problems"] = state.Problems.Take(50).Select(problem => new JsonMap
        {
            ["file"] = problem.File,
            ["line"] = problem.Line,
            ["field"] = problem.Field,
            ["reason"] = problem.Reason,
        }).ToList(),
        ["strategies"] = state.Catalogue.Strategies.Select(strategy => new JsonMap
        {
            ["name"] = strategy.Name,
            ["type"] = strategy.Plugin.Type,
            ["version"] = strategy.Version,
            ["enabled"] = strategy.Enabled,
        }).ToList(),
    };
}
