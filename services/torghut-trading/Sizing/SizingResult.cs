using Torghut.Trading.Json;

namespace Torghut.Trading.Sizing;

/// <summary>The quantity and how it came about.</summary>
/// <param name="Qty">Whole shares; 0 when a portfolio cap leaves no room.</param>
/// <param name="Steps">Every step that set or lowered the quantity, in order.</param>
internal sealed record SizingResult(decimal Qty, IReadOnlyList<SizingStep> Steps)
{
    public JsonMap ToMap() => new() { ["qty"] = Qty, ["steps"] = Steps.Select(s => s.ToMap()).ToList() };
}
