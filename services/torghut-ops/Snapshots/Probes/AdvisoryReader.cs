using System.Text.Json.Nodes;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Takes out of <c>/trading/status</c> what a language model may do to orders, and whether it can be asked.</summary>
internal static class AdvisoryReader
{
    public static JsonObject Read(JsonObject status)
    {
        var advisory = status["llm"] as JsonObject ?? [];
        return new JsonObject
        {
            ["mode"] = advisory["mode"]?.DeepClone(),
            ["stage"] = advisory["stage"]?.DeepClone(),
            ["adjustment_allowed"] = advisory["adjustment_allowed"]?.DeepClone(),
            ["policy_resolution"] = advisory["policy_resolution"]?.DeepClone(),
            ["reasons"] = advisory["reasons"] is JsonArray reasons ? reasons.DeepClone() : null,
            ["configuration_fault"] = advisory["configuration_fault"]?.DeepClone(),
            ["open_circuits"] = new JsonArray(
                [.. (advisory["endpoints"] as JsonArray ?? []).OfType<JsonObject>()
                    .Where(endpoint => endpoint["circuit"] is JsonValue circuit && circuit.TryGetValue<string>(out var state) && state == "open")
                    .Select(endpoint => endpoint["endpoint"]?.DeepClone())]),
        };
    }
}
