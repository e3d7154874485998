using System.Text.Json.Nodes;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>Takes out of torghut-ta's <c>/ta/status</c> what concerns all of its partitions. What is missing or of another type counts as absent.</summary>
internal static class TaStatusReader
{
    /// <summary>Corporate actions that a snapshot keeps.</summary>
    private const int MostActions = 20;

    public static JsonObject Read(JsonObject status)
    {
        JsonObject[] partitions = [.. (Member(status, "compute", "partitions") as JsonArray ?? []).OfType<JsonObject>()];
        var rows = Member(status, "sink", "gap_rows") as JsonObject ?? [];
        return new JsonObject
        {
            ["status"] = status["status"]?.DeepClone(),
            ["input_gap_records"] = partitions.Sum(partition => Count(partition["input_gap_records"])),
            ["sink_gap_rows"] = rows.Sum(table => Count(table.Value)),
            ["corporate_actions"] = new JsonArray(
                [.. partitions.SelectMany(partition => partition["corporate_actions"] as JsonArray ?? []).Take(MostActions).Select(a => a?.DeepClone())]),
        };
    }

    private static JsonNode? Member(JsonObject status, string part, string name) => status[part] is JsonObject map ? map[name] : null;

    /// <summary>As a double, which is how facts are read.</summary>
    private static double Count(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var count) ? count : 0;
}
