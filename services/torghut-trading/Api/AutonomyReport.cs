using Torghut.Trading.Account;
using Torghut.Trading.Advisory;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Leasing;
using Torghut.Trading.Safety;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Api;

/// <summary>
/// The body of <c>/trading/autonomy</c>: which conditions of a promotion hold on the evidence of the last day, and why the others do not. It changes
/// nothing, and a gate without evidence does not hold.
/// </summary>
internal sealed class AutonomyReport(
    EvidenceQueries evidence, SwitchOptions switches, SafetyLatches latches, EntryBlocks blocks, LeaseManager leases, CurrentCatalogue catalogue,
    UniverseProvider universe, AdvisoryStatus advisory)
{
    private static readonly TimeSpan Window = TimeSpan.FromDays(1);

    public async Task<JsonMap> MakeAsync(CancellationToken cancellationToken)
    {
        var seen = await evidence.TradingAsync(switches.AccountLabel, Window, cancellationToken);
        var throughput = PromotionEvidence.Throughput(seen);
        var strategies = catalogue.State.Catalogue.Digest;
        var backtest = await evidence.BacktestAsync(switches.AccountLabel, strategies, cancellationToken);
        List<JsonMap> gates =
        [
            Gate("throughput", throughput),
            Gate(
                "data_integrity",
                ("unresolved_orders", blocks.UnresolvedOrders > 0),
                ("external_orders", blocks.ExternalOrders > 0),
                ("catalogue_refused", catalogue.State.Problems.Count > 0),
                ("universe_not_known", universe.Last is not { Known: true })),
            Gate("statistical_robustness", PromotionEvidence.Backtest(backtest, strategies)),
            Gate(
                "risk_and_capacity",
                ("emergency_stop", latches.EmergencyStop),
                ("daily_loss_stop", latches.DailyLoss),
                ("strategy_suspended", seen.SuspendedStrategies > 0)),
            Gate("shadow_quality", [.. Shadow(seen)]),
            Gate("paper_quality", ("no_trades_in_window", seen.Trades == 0), ("broker_rejections", seen.RejectedByBroker > 0)),
            Gate(
                "operational_readiness",
                ("not_reconciled", !blocks.Reconciled),
                ("lease_not_held", leases.Current is null),
                ("kill_switch_enabled", switches.KillSwitchEnabled),
                ("trading_disabled", !switches.Enabled)),
            Gate("live_ramp", ("live_approval_missing", string.IsNullOrWhiteSpace(switches.LiveApproval))),
        ];
        return new JsonMap
        {
            ["account_label"] = switches.AccountLabel,
            ["mode"] = switches.Mode,
            ["window"] = Window,
            ["throughput"] = new JsonMap
            {
                ["last_signal_read_at"] = seen.LastSignalReadAt,
                ["decisions"] = seen.Decisions,
                ["rejected_by_risk"] = seen.RejectedByRisk,
                ["rejected_by_broker"] = seen.RejectedByBroker,
                ["trades"] = seen.Trades,
                ["reasons"] = throughput,
            },
            ["backtest"] = backtest?.ToMap(),
            ["gates"] = gates,
            ["targets"] = PromotionTargets.ToMap(gates),
            ["promotable"] = gates.TrueForAll(gate => gate["holds"] is true),
        };
    }

    private static JsonMap Gate(string name, params (string Reason, bool Stands)[] obstacles) =>
        Gate(name, [.. obstacles.Where(obstacle => obstacle.Stands).Select(obstacle => obstacle.Reason)]);

    private static JsonMap Gate(string name, IReadOnlyList<string> reasons) =>
        new() { ["gate"] = name, ["holds"] = reasons.Count == 0, ["reasons"] = reasons };

    private IEnumerable<string> Shadow(TradingEvidence seen)
    {
        var stance = advisory.Current;
        return stance.Enabled
            ? PromotionEvidence.Advice(seen).Concat(PromotionEvidence.Worth(advisory.Worth))
                .Concat(stance.Reasons.Contains(StanceReasons.Demoted) ? [StanceReasons.Demoted] : [])
            : ["llm_disabled"];
    }
}
