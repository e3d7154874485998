using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Testing;

/// <summary>npm avsc, an independent Avro implementation. Values travel in Avro's JSON encoding.</summary>
internal static class AvscInteropClient
{
    /// <summary>avsc's encoding of each value.</summary>
    public static Task<IReadOnlyList<byte[]>> EncodeAsync(IReadOnlyList<(AvroSchema Schema, JsonNode? Value)> vectors) =>
        RunAsync(vectors.Select(v => new JsonObject { ["op"] = "encode", ["schema"] = v.Schema.Json, ["value"] = v.Value?.DeepClone() }),
        s => Convert.FromHexString(s.GetString()!));

    /// <summary>What avsc reads from each encoding.</summary>
    public static Task<IReadOnlyList<JsonElement>> DecodeAsync(IReadOnlyList<(AvroSchema Schema, byte[] Data)> vectors) =>
        RunAsync(vectors.Select(v => new JsonObject { ["op"] = "decode", ["schema"] = v.Schema.Json, ["data"] = Convert.ToHexStringLower(v.Data) }), s => s);

    /// <summary>The reader's encoding of what avsc resolves from the writer's.</summary>
    public static Task<IReadOnlyList<byte[]>> ResolveAsync(IReadOnlyList<(AvroSchema Writer, AvroSchema Reader, byte[] Data)> vectors) =>
        RunAsync(
            vectors.Select(
                v => new JsonObject
                {
                    ["op"] = "resolve",
                    ["writer"] = v.Writer.Json,
                    ["schema"] = v.Reader.Json,
                    ["data"] =
                    Convert.ToHexStringLower(v.Data)
                }),
            s => Convert.FromHexString(s.GetString()!));

    /// <summary>SHA-256 of avsc's canonical form of each schema.</summary>
    public static Task<IReadOnlyList<byte[]>> FingerprintAsync(IEnumerable<AvroSchema> schemas) =>
        RunAsync(schemas.Select(s => new JsonObject { ["op"] = "fingerprint", ["schema"] = s.Json }), s => Convert.FromHexString(s.GetString()!));

    private static async Task<IReadOnlyList<T>> RunAsync<T>(IEnumerable<JsonObject> jobs, Func<JsonElement, T> read)
    {
        var output = await NodeInteropClient.RunAsync("avsc-vectors.mjs", new JsonArray([.. jobs]).ToJsonString());
        using var document = JsonDocument.Parse(output);
        return [.. document.RootElement.Clone().EnumerateArray().Select(read)];
    }
}
