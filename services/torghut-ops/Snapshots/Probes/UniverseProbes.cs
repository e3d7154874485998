using System.Text.Json.Nodes;
using Torghut.Ops.Evidence;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>The universe as this service gives it out.</summary>
internal sealed class UniverseProbes(SymbolUniverse universe)
{
    public Probe Symbols() => new(
        Plane.Data, "universe", "symbols", universe.File is { } file ? $"cat {file}" : "echo \"$OPS_STATIC_SYMBOLS\"",
        _ => Task.FromResult(new Reading(new JsonObject
        {
            ["count"] = (double)universe.Enabled.Count,
            ["symbols"] = new JsonArray([.. universe.Enabled.Select(s => JsonValue.Create(s))]),
        })));
}
