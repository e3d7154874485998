using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>A decision with everything that led to it and came of it.</summary>
/// <param name="Reasons">Every reason against it.</param>
internal sealed record Explanation(string Account, DecisionItem Decision, IReadOnlyList<ExplanationStep> Chain, IReadOnlyList<ExplainedReason> Reasons);
