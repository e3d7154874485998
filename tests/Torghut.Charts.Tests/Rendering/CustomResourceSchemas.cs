using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rendering;

/// <summary>
/// Strict JSON schemas of custom resources, GROUP/KIND_VERSION.json below the folder that TORGHUT_CRDS names (by default ../shared/crds beside the work tree).
/// </summary>
internal static class CustomResourceSchemas
{
    private static readonly ConcurrentDictionary<string, Lazy<JsonSchema?>> Schemas = new(StringComparer.Ordinal);

    private static string Home => Environment.GetEnvironmentVariable("TORGHUT_CRDS") is { Length: > 0 } named
        ? named
        : Path.Combine(Repository.Root, "..", "shared", "crds");

    public static bool AreThere => Directory.Exists(Home);

    /// <summary>Skips the test where there are none.</summary>
    public static void Require()
    {
        if (!AreThere)
        {
            Assert.Ignore(
                "Needs the schemas of custom resources, which are not part of the product: TORGHUT_CRDS names a folder with GROUP/KIND_VERSION.json.");
        }
    }

    /// <summary>What is wrong with the object; empty when nothing is.</summary>
    public static IReadOnlyList<string> Faults(Node resource)
    {
        var parts = resource["apiVersion"].Text.Split('/');
        var kind = resource["kind"].Text;
        var file = Path.Combine(Home, parts[0], $"{kind.ToLowerInvariant()}_{parts[^1]}.json");
        if (Schemas.GetOrAdd(file, _ => new Lazy<JsonSchema?>(() => Load(file))).Value is not { } schema)
        {
            return [$"{kind}: there is no schema of {resource["apiVersion"].Text}"];
        }

        using var document = JsonDocument.Parse(ToJson(resource)!.ToJsonString());
        var results = schema.Evaluate(document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. (results.Details ?? []).Where(detail => detail.Errors is { Count: > 0 })
                .Select(detail => $"{kind} {detail.InstanceLocation}: {string.Join("; ", detail.Errors!.Values)}")];
    }

    private static JsonSchema? Load(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var schema = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        Adapt(schema);

        // Four of them leave these out, and every object has them.
        var properties = schema["properties"]!.AsObject();
        foreach (var name in new[] { "apiVersion", "kind", "metadata" })
        {
            properties.TryAdd(name, new JsonObject());
        }

        schema["additionalProperties"] = false;
        return JsonSchema.FromText(schema.ToJsonString());
    }

    /// <summary>Kubernetes' dialect as JSON Schema has it: no extensions, and a type list in the place of <c>nullable</c>.</summary>
    private static void Adapt(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Adapt(item);
            }
        }

        if (node is not JsonObject map)
        {
            return;
        }

        var isNullable = map["nullable"] is JsonValue value && value.TryGetValue(out bool yes) && yes;
        foreach (var name in map.Select(pair => pair.Key)
            .Where(name => name.StartsWith("x-kubernetes-", StringComparison.Ordinal) || (name == "nullable" && map[name] is JsonValue)).ToList())
        {
            map.Remove(name);
        }

        if (isNullable && map["type"] is JsonValue type)
        {
            map["type"] = new JsonArray(type.DeepClone(), "null");
        }

        foreach (var (_, child) in map)
        {
            Adapt(child);
        }
    }

    private static JsonNode? ToJson(Node node)
    {
        if (node.IsMap)
        {
            return new JsonObject(node.Map.Select(pair => KeyValuePair.Create(pair.Key, ToJson(pair.Value))));
        }

        if (node.IsList)
        {
            return new JsonArray([.. node.Items.Select(ToJson)]);
        }

        if (!node.IsPlain)
        {
            return JsonValue.Create(node.Text);
        }

        return node.Text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            var text when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
            var text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
            var text => JsonValue.Create(text),
        };
    }
}
