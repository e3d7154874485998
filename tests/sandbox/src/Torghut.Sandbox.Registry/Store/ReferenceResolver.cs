using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>Puts the definitions of types that a schema takes from others where it names them first, so that it stands for itself.</summary>
internal sealed class ReferenceResolver
{
    private readonly Dictionary<string, JsonObject> _definitions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);

    /// <summary>Makes a schema's named types known.</summary>
    public void Define(JsonNode? schema) => Collect(schema, "");

    public JsonNode Resolve(JsonNode? schema) => Rewrite(schema, "") ?? JsonValue.Create("null");

    private static string FullName(string name, string space) => name.Contains('.', StringComparison.Ordinal) || space.Length == 0 ? name : $"{space}.{name}";

    private static string SpaceOf(string fullName) => fullName.Contains('.', StringComparison.Ordinal) ? fullName[..fullName.LastIndexOf('.')] : "";

    private static string? Text(JsonNode? node, string property) =>
        (node as JsonObject)?[property] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static string? DefinedName(JsonNode? node, string space) =>
        Text(node, "type") is "record" or "error" or "enum" or "fixed" && Text(node, "name") is { } name
            ? FullName(name, Text(node, "namespace") ?? space)
            : null;

    private void Collect(JsonNode? node, string space)
    {
        switch (node)
        {
            case JsonArray branches:
                foreach (var branch in branches)
                {
                    Collect(branch, space);
                }

                break;
            case JsonObject type:
                if (DefinedName(type, space) is { } name)
                {
                    // Named in full, so that it means the same wherever it is put.
                    var definition = type.DeepClone().AsObject();
                    space = SpaceOf(name);
                    (definition["name"], definition["namespace"]) = (name[(name.LastIndexOf('.') + 1)..], space);
                    _definitions.TryAdd(name, definition);
                }

                foreach (var part in Parts(type))
                {
                    Collect(part, space);
                }

                break;
        }
    }

    private static IEnumerable<JsonNode?> Parts(JsonObject type)
    {
        yield return type["items"];
        yield return type["values"];
        if (type["type"] is JsonObject or JsonArray)
        {
            yield return type["type"];
        }

        foreach (var field in type["fields"] as JsonArray ?? [])
        {
            yield return (field as JsonObject)?["type"];
        }
    }

    private JsonNode? Rewrite(JsonNode? node, string space)
    {
        switch (node)
        {
            case JsonValue value when value.TryGetValue<string>(out var name):
                return Named(name, space) is { } taken && _definitions.TryGetValue(taken, out var definition) && !_defined.Contains(taken)
                    ? Rewrite(definition, "")
                    : node.DeepClone();
            case JsonArray branches:
                return new JsonArray([.. branches.Select(branch => Rewrite(branch, space))]);
            case JsonObject type:
                return RewriteType(type.DeepClone().AsObject(), space);
            default:
                return node?.DeepClone();
        }
    }

    private string? Named(string name, string space) =>
        _definitions.ContainsKey(FullName(name, space)) ? FullName(name, space) : _definitions.ContainsKey(name) ? name : null;

    private JsonNode RewriteType(JsonObject type, string space)
    {
        if (DefinedName(type, space) is { } name)
        {
            // A type that came in already by way of another reference.
            if (!_defined.Add(name) && _definitions.ContainsKey(name))
            {
                return JsonValue.Create(name);
            }

            space = SpaceOf(name);
        }

        foreach (var property in new[] { "items", "values" })
        {
            if (type[property] is { } part)
            {
                type[property] = Rewrite(part, space);
            }
        }

        // A primitive's keyword, or a type's name, may stand in an object of its own.
        if (type["type"] is { } nested && Text(type, "type") is not ("record" or "error" or "enum" or "fixed" or "array" or "map"))
        {
            type["type"] = Rewrite(nested, space);
        }

        foreach (var field in type["fields"] as JsonArray ?? [])
        {
            if (field is JsonObject { } named && named["type"] is { } fieldType)
            {
                named["type"] = Rewrite(fieldType, space);
            }
        }

        return type;
    }
}
