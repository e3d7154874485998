namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>Orders that the broker got in the range.</summary>
/// <param name="Filled">Filled as a whole.</param>
/// <param name="PartiallyFilled">Filled in part, working or not.</param>
/// <param name="Unfilled">Without any fill.</param>
/// <param name="External">Sent by somebody else.</param>
internal sealed record ExecutionCounts(long Total, long Filled, long PartiallyFilled, long Unfilled, long External);
