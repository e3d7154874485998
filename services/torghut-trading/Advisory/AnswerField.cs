namespace Torghut.Trading.Advisory;

/// <summary>The properties of an answer.</summary>
internal enum AnswerField
{
    Subject,
    Verdict,
    Confidence,
    AdjustedQty,
    AdjustedOrderType,
    LimitPrice,
    Rationale,
    RiskFlags,
}
