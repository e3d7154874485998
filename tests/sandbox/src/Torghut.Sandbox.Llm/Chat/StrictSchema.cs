using System.Text.Json;
using System.Text.RegularExpressions;

namespace Torghut.Sandbox.Llm.Chat;

/// <summary>
/// What <c>strict</c> asks of a schema (https://platform.openai.com/docs/guides/structured-outputs#supported-schemas): every object names all of its
/// properties as required and allows no others.
/// </summary>
internal static partial class StrictSchema
{
    /// <param name="format">The request's <c>response_format</c>.</param>
    /// <exception cref="ChatRefusal">The schema is none, or not strict.</exception>
    public static void Check(JsonElement format)
    {
        if (!format.TryGetProperty("json_schema", out var outer) || outer.ValueKind != JsonValueKind.Object)
        {
            throw Refused("Missing required parameter: 'response_format.json_schema'.");
        }

        if (!outer.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String || !Name().IsMatch(name.GetString()!))
        {
            throw Refused("Invalid 'response_format.json_schema.name'.");
        }

        if (!outer.TryGetProperty("schema", out var schema) || schema.ValueKind != JsonValueKind.Object)
        {
            throw Refused("Missing required parameter: 'response_format.json_schema.schema'.");
        }

        if (outer.TryGetProperty("strict", out var strict) && strict.ValueKind == JsonValueKind.True)
        {
            CheckNode(schema, "()");
        }
    }

    private static void CheckNode(JsonElement node, string path)
    {
        if (node.TryGetProperty("properties", out var properties))
        {
            if (!node.TryGetProperty("additionalProperties", out var others) || others.ValueKind != JsonValueKind.False)
            {
                throw Refused($"Invalid schema: In context={path}, 'additionalProperties' is required to be supplied and to be false.");
            }

            var required = node.TryGetProperty("required", out var list) && list.ValueKind == JsonValueKind.Array
                ? list.EnumerateArray().Select(one => one.GetString()).ToHashSet(StringComparer.Ordinal)
                : [];
            foreach (var property in properties.EnumerateObject())
            {
                if (!required.Contains(property.Name))
                {
                    throw Refused($"Invalid schema: In context={path}, 'required' has to name every property. Missing '{property.Name}'.");
                }

                CheckNode(property.Value, $"{path}.{property.Name}");
            }
        }

        if (node.TryGetProperty("items", out var items) && items.ValueKind == JsonValueKind.Object)
        {
            CheckNode(items, path + "[]");
        }
    }

    private static ChatRefusal Refused(string message) => ChatRefusal.Invalid(message, "response_format", "invalid_json_schema");

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$")]
    private static partial Regex Name();
}
