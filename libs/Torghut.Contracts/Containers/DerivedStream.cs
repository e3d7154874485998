using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Contracts.Containers;

/// <summary>
/// Microbars and signals in one container file, in the order of event time, the bars of an instant before its signals and both by symbol: what compute
/// computes offline and a backtest reads, through a file or a pipe. The file's schema is the union of the contract's two.
/// </summary>
public static class DerivedStream
{
    /// <summary>Branch of the union.</summary>
    public const int MicrobarBranch = 0;

    /// <summary>Branch of the union.</summary>
    public const int SignalBranch = 1;

    public const int Branches = 2;

    public static AvroSchema Schema { get; } = AvroSchema.Parse(Union(ContractSchemas.Microbar.Json, ContractSchemas.Signal.Json));

    /// <summary>A schema defines a name once; where the second record repeats a definition, the name stands instead.</summary>
    private static string Union(params string[] records)
    {
        var defined = new HashSet<string>(StringComparer.Ordinal);
        return new JsonArray([.. records.Select(record => Once(JsonNode.Parse(record)!, "", defined))]).ToJsonString();
    }

    private static JsonNode Once(JsonNode node, string space, HashSet<string> defined)
    {
        switch (node)
        {
            case JsonArray list:
                return new JsonArray([.. list.Select(item => item is null ? null : Once(item.DeepClone(), space, defined))]);
            case JsonObject schema:
                space = schema["namespace"]?.GetValue<string>() ?? space;
                if (schema["type"] is JsonValue type && type.TryGetValue<string>(out var kind) && kind == "record"
                    && !defined.Add($"{space}.{schema["name"]}"))
                {
                    return $"{space}.{schema["name"]}";
                }

                return new JsonObject(schema.Select(pair => KeyValuePair.Create(pair.Key, pair is { Value: not null, Key: "fields" or "type" }
                    ? Once(pair.Value!.DeepClone(), space, defined)
                    : pair.Value?.DeepClone())));
            default:
                return node.DeepClone();
        }
    }
}
