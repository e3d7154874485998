using Torghut.Common.Drills;

namespace Torghut.Trading.Drills;

/// <summary>The crash points, in the order in which an order passes them.</summary>
internal sealed class FailpointNames : IFailpointNames
{
    public const string BeforeDecisionRow = "before_decision_row";
    public const string DecisionBeforeRisk = "decision_before_risk";
    public const string RiskCommitted = "risk_committed";
    public const string ClaimCommitted = "claim_committed";
    public const string PostSent = "post_sent";
    public const string ReplyRead = "reply_read";
    public const string NewsCommitted = "news_committed";
    public const string BeforeCursor = "before_cursor";
    public const string UpdateRead = "update_read";
    public const string UpdateCommitted = "update_committed";
    public const string InsideReconcile = "inside_reconcile";
    public const string LatchWritten = "latch_written";
    public const string CancelAllSent = "cancel_all_sent";

    public static IReadOnlyList<string> All { get; } =
    [
        BeforeDecisionRow, DecisionBeforeRisk, RiskCommitted, ClaimCommitted, PostSent, ReplyRead, NewsCommitted, BeforeCursor, UpdateRead, UpdateCommitted,
        InsideReconcile, LatchWritten, CancelAllSent,
    ];
}
