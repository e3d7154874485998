using Torghut.Common.Drills;

namespace Torghut.Trading.Drills;

/// <summary>The crash points, in the order in which an order passes them, and those of a review.</summary>
internal sealed class FailpointNames : IFailpointNames
{
    /// <summary>In the loop itself, outside of a tick; what is thrown here is no fault of the world outside.</summary>
    public const string BeforeTick = "before_tick";

    public const string BeforeDecisionRow = "before_decision_row";

    /// <summary>COMMIT of the decision rows sent; whether it happened is not known.</summary>
    public const string PlanCommitSent = "plan_commit_sent";

    public const string DecisionBeforeRisk = "decision_before_risk";

    /// <summary>COMMIT of the risk verdict sent.</summary>
    public const string VerdictCommitSent = "verdict_commit_sent";

    public const string RiskCommitted = "risk_committed";

    /// <summary>COMMIT of the claim sent.</summary>
    public const string ClaimCommitSent = "claim_commit_sent";

    public const string ClaimCommitted = "claim_committed";

    /// <summary>The gate was asked for the last time; the bytes of the request are written next.</summary>
    public const string LastCheckPassed = "last_check_passed";

    public const string PostSent = "post_sent";
    public const string ReplyRead = "reply_read";

    /// <summary>COMMIT of what the broker answered sent.</summary>
    public const string OutcomeCommitSent = "outcome_commit_sent";

    public const string ReportCommitted = "report_committed";
    public const string BeforeCursor = "before_cursor";

    /// <summary>An order without a recorded outcome is down as unknown, and is not yet looked up.</summary>
    public const string LossCommitted = "loss_committed";

    public const string LookupSent = "lookup_sent";
    public const string LookupRead = "lookup_read";

    /// <summary>A look-up proved that the order never arrived; it may be sent again.</summary>
    public const string AbsenceCommitted = "absence_committed";

    public const string UpdateRead = "update_read";
    public const string UpdateCommitted = "update_committed";
    public const string InsideReconcile = "inside_reconcile";
    public const string LatchWritten = "latch_written";
    public const string CancelAllSent = "cancel_all_sent";

    /// <summary>A review wants budget, and nothing of it is written.</summary>
    public const string ReservationBegun = "reservation_begun";

    /// <summary>The reservation is written and not committed.</summary>
    public const string ReservationWritten = "reservation_written";

    /// <summary>COMMIT of the reservation sent.</summary>
    public const string ReservationCommitSent = "reservation_commit_sent";

    /// <summary>The budget is reserved, and the model was not asked yet.</summary>
    public const string ReservationCommitted = "reservation_committed";

    /// <summary>The answer is there, and nothing of it is written.</summary>
    public const string ReviewAnswered = "review_answered";

    /// <summary>The reservation is settled and the review written, and neither is committed.</summary>
    public const string SettlementWritten = "settlement_written";

    /// <summary>COMMIT of the settlement sent.</summary>
    public const string SettlementCommitSent = "settlement_commit_sent";

    public const string SettlementCommitted = "settlement_committed";

    /// <inheritdoc/>
    public static IReadOnlyDictionary<string, string> Former { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["news_committed"] = ReportCommitted,
    };

    /// <summary>What a review passes.</summary>
    public static IReadOnlyList<string> Review { get; } =
    [
        ReservationBegun, ReservationWritten, ReservationCommitSent, ReservationCommitted, ReviewAnswered, SettlementWritten, SettlementCommitSent,
        SettlementCommitted,
    ];

    public static IReadOnlyList<string> All { get; } =
    [
        BeforeDecisionRow, PlanCommitSent, DecisionBeforeRisk, VerdictCommitSent, RiskCommitted, ClaimCommitSent, ClaimCommitted, LastCheckPassed, PostSent,
        ReplyRead, OutcomeCommitSent, ReportCommitted, BeforeCursor, LossCommitted, LookupSent, LookupRead, AbsenceCommitted, UpdateRead, UpdateCommitted,
        InsideReconcile, LatchWritten, CancelAllSent, BeforeTick, .. Review,
    ];
}
