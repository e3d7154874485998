namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>A day, or another range, in a few numbers.</summary>
/// <param name="Account">Whose; null when nothing is on record.</param>
/// <param name="Equity">Of the whole account; null without a snapshot in the range.</param>
/// <param name="EquityCurve">Pairs of epoch seconds and USD.</param>
internal sealed record TradingSummary(
    SummaryRange Range, string? Account, StatusCounts Decisions, ExecutionCounts Executions, Profit Pnl, WinRate WinRate, EquityChange? Equity,
    IReadOnlyList<RejectionCount> Rejections, IReadOnlyList<EquityPoint> EquityCurve);
