namespace Torghut.Trading.Advisory;

/// <summary>Why advice had the effect it had, or none; persisted and counted.</summary>
internal static class GuardReasons
{
    public const string Veto = "llm_veto";
    public const string ConfidenceBelowMin = "llm_confidence_below_min";
    public const string AdjustmentDisallowed = "llm_adjustment_disallowed";
    public const string ClampedMin = "llm_adjustment_clamped_min";
    public const string ClampedMax = "llm_adjustment_clamped_max";
    public const string OrderTypeNotAllowed = "llm_adjustment_order_type_not_allowed";

    /// <summary>A limit that is worse than the decision's price, or off the broker's grid.</summary>
    public const string PriceOutOfBounds = "llm_adjustment_price_out_of_bounds";

    /// <summary>Less than one share is left of the order.</summary>
    public const string QtyBelowOne = "llm_adjustment_qty_below_one";

    public const string ModelMismatch = "llm_model_version_mismatch";
    public const string Abstained = "llm_abstained";
    public const string Escalated = "llm_escalated";
    public const string FailVeto = "llm_fail_veto";
    public const string FailPassThrough = "llm_fail_pass_through";

    public static IReadOnlyList<string> All { get; } =
    [
        Veto, ConfidenceBelowMin, AdjustmentDisallowed, ClampedMin, ClampedMax, OrderTypeNotAllowed, PriceOutOfBounds, QtyBelowOne, ModelMismatch, Abstained,
        Escalated, FailVeto, FailPassThrough,
    ];
}
