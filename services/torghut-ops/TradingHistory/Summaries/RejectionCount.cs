namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>How often a reason stood against a decision; one decision may have several.</summary>
internal sealed record RejectionCount(string Reason, long Count, string? Text);
