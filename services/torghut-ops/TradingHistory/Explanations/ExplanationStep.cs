namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>A link of the chain.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Source">Where it can be looked up; null when there is nothing to look up.</param>
/// <param name="Missing">Why it, or its source, cannot be shown; null when all of it is.</param>
internal sealed record ExplanationStep(
    StepKind Step, string Title, DateTimeOffset? At, StepSource? Source, IReadOnlyList<StepFact> Facts, string? Missing = null);
