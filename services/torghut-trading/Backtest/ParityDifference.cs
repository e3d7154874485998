using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>A decision that live and backtest do not share.</summary>
/// <param name="Kind"><c>missing</c> live, <c>extra</c> live, or <c>different</c>.</param>
/// <param name="Detail">What differs.</param>
internal sealed record ParityDifference(string Hash, string Kind, ParityCause Cause, string Detail)
{
    public JsonMap ToMap() => new() { ["decision_hash"] = Hash, ["kind"] = Kind, ["cause"] = Cause, ["detail"] = Detail };
}
