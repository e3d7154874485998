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
        var throughput = Throughput(seen);
        List<JsonMap> gates =
        [
            Gate(
                "data_integrity",
                ("unresolved_orders", blocks.UnresolvedOrders > 0),
                ("external_orders", blocks.ExternalOrders > 0),
                ("catalogue_refused", catalogue.State.Problems.Count > 0),
                ("universe_not_known", universe.Last is not { Known: true })),
            Gate("statistical_robustness", ("no_evaluation_report", true)),
            Gate(
                "risk_and_capacity",
                ("emergency_stop", latches.EmergencyStop),
                ("daily_loss_stop", latches.DailyLoss),
                ("strategy_suspended", seen.SuspendedStrategies > 0)),
            Gate("shadow_quality", [.. Advice(seen).Select(reason => (reason, true)), ("llm_demoted", advisory.Current.Reasons.Contains("llm_demoted"))]),
            Gate("paper_quality", [.. throughput.Select(reason => (reason, true)), ("broker_rejections", seen.RejectedByBroker > 0)]),
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
            ["gates"] = gates,
            ["targets"] = PromotionTargets.ToMap(gates),
            ["promotable"] = gates.TrueForAll(gate => gate["holds"] is true),
        };
    }

    /// <summary>A window in which nothing happened proves nothing.</summary>
    public static IReadOnlyList<string> Throughput(TradingEvidence seen)
    {
        var reasons = new List<string>();
        if (seen.LastSignalReadAt is null)
        {
            reasons.Add("no_signal_window_detected");
        }

        if (seen.Decisions == 0)
        {
            reasons.Add("no_decisions_in_window");
        }

        if (seen.Trades == 0)
        {
            reasons.Add("no_trades_in_window");
        }

        return reasons;
    }

    /// <summary>Advice that nobody asked for, or that came in another form, proves nothing either.</summary>
    public static IReadOnlyList<string> Advice(TradingEvidence seen)
    {
        const int LeastParsedPercent = 95;
        var reasons = new List<string>();
        if (seen.Reviews == 0)
        {
            reasons.Add("no_reviews_in_window");
        }
        else if (seen.ReviewsOk == 0)
        {
            reasons.Add("no_answers_in_window");
        }

        if (seen.ReviewsOk * 100 < seen.ReviewsAnswered * LeastParsedPercent)
        {
            reasons.Add("llm_answers_not_read");
        }

        if (seen.ReviewsInViolation > 0)
        {
            reasons.Add("llm_policy_violation");
        }

        return reasons;
    }

    private static JsonMap Gate(string name, params (string Reason, bool Stands)[] obstacles)
    {
        var reasons = obstacles.Where(obstacle => obstacle.Stands).Select(obstacle => obstacle.Reason).ToList();
        return new JsonMap { ["gate"] = name, ["holds"] = reasons.Count == 0, ["reasons"] = reasons };
    }
}
