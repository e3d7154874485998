using Torghut.Trading.Json;

namespace Torghut.Trading.Sizing;

/// <summary>The quantity and how it came about.</summary>
/// <param name="Qty">Shares; 0 when a portfolio cap leaves no room, or when less than a share is to be closed of what comes whole only.</param>
/// <param name="Steps">Every step that set or lowered the quantity, in order.</param>
internal sealed record SizingResult(decimal Qty, IReadOnlyList<SizingStep> Steps)
{
    /// <summary>The part of a share that cannot be closed; 0 as a rule.</summary>
    public decimal Rest => Steps.Count > 0 && Steps[^1] is { Name: SizingCaps.WholeShares } step ? step.Limit - step.Qty : 0;

    public JsonMap ToMap() => new() { ["qty"] = Qty, ["steps"] = Steps.Select(s => s.ToMap()).ToList() };
}
