using Torghut.Trading.Json;

namespace Torghut.Trading.Sizing;

/// <summary>One thing that set or lowered the quantity.</summary>
/// <param name="Name">Stable name, see <see cref="SizingCaps"/>.</param>
/// <param name="Limit">The budget or cap, in its own unit.</param>
/// <param name="Qty">Shares after the step.</param>
internal sealed record SizingStep(string Name, decimal Limit, decimal Qty)
{
    public JsonMap ToMap() => new() { ["name"] = Name, ["limit"] = Limit, ["qty"] = Qty };
}
