using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>An answer in its form. What it asks for is nothing that anybody is bound to: <see cref="PolicyGuard"/> decides what becomes of it.</summary>
/// <param name="Verdict">What the model says.</param>
/// <param name="Confidence">How sure it says it is, from 0 to 1.</param>
/// <param name="AdjustedQty">Shares it would rather see; null for the decision's.</param>
/// <param name="AdjustedOrderType">Order type it would rather see; null for the decision's.</param>
/// <param name="LimitPrice">USD, with an order type of limit.</param>
/// <param name="Rationale">Text for people. It is stored and never goes into a prompt or a log.</param>
/// <param name="RiskFlags">Words of <see cref="AnswerSchema.RiskFlags"/>.</param>
internal sealed record Advice(
    ReviewVerdict Verdict, decimal Confidence, decimal? AdjustedQty, OrderKind? AdjustedOrderType, decimal? LimitPrice, string Rationale,
    IReadOnlyList<string> RiskFlags)
{
    public JsonMap ToMap() => new()
    {
        ["verdict"] = Verdict,
        ["confidence"] = Confidence,
        ["adjusted_qty"] = AdjustedQty,
        ["adjusted_order_type"] = AdjustedOrderType,
        ["limit_price"] = LimitPrice,
        ["rationale"] = Rationale,
        ["risk_flags"] = RiskFlags,
    };
}
