namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>Something that a step saw or said.</summary>
/// <param name="Unit">Empty for what has none.</param>
internal sealed record StepFact(string Name, string? Value, string Unit = "");
