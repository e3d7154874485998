namespace Torghut.Trading.Decisions;

/// <summary>A decision that is written down.</summary>
/// <param name="Draft">What led to it.</param>
/// <param name="Row">The row, which may be older than this evaluation.</param>
/// <param name="IsNew">Whether this evaluation wrote the row.</param>
internal sealed record PlannedDecision(DecisionDraft Draft, DecisionRow Row, bool IsNew);
