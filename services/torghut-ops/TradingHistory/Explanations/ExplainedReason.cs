namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>A code with what it means; the text is null for a code of a later version.</summary>
internal sealed record ExplainedReason(string Code, string? Text)
{
    public static ExplainedReason Of(string code) => new(code, ReasonTexts.Find(code));
}
