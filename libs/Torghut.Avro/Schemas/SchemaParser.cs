using System.Text.Json;

namespace Torghut.Avro;

/// <summary>Builds schemas from JSON: names, namespaces and what may stand where. <c>SchemaParser.Named.cs</c> has the named types.</summary>
internal sealed partial class SchemaParser
{
    private readonly Dictionary<string, NamedSchema> _named = new(StringComparer.Ordinal);
    private readonly List<(string Path, AvroField Field)> _defaults = [];

    public static AvroSchema Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var parser = new SchemaParser();
            var schema = parser.Read(document.RootElement.Clone(), "", "");
            parser.CheckDefaults();
            schema.Source = json;
            return schema;
        }
        catch (JsonException e)
        {
            throw new AvroSchemaException("", $"the text is not JSON: {e.Message}", e);
        }
    }

    private AvroSchema Read(JsonElement element, string enclosing, string path) => element.ValueKind switch
    {
        JsonValueKind.String => Reference(element.GetString()!, enclosing, path),
        JsonValueKind.Array => Union(element, enclosing, path),
        JsonValueKind.Object => Complex(element, enclosing, path),
        _ => throw new AvroSchemaException(path, $"a schema is a string, an object or an array, not {element.ValueKind}"),
    };

    private AvroSchema Reference(string name, string enclosing, string path)
    {
        if (TypeNames.TryPrimitive(name, out var primitive))
        {
            return new PrimitiveSchema(primitive);
        }

        var resolved = SchemaName.Resolve(name, enclosing, path);
        return _named.TryGetValue(resolved.FullName, out var known) || _named.TryGetValue(name, out known)
            ? known
            : throw new AvroSchemaException(path, $"'{resolved.FullName}' is neither a primitive type nor defined before this point");
    }

    private UnionSchema Union(JsonElement element, string enclosing, string path)
    {
        var branches = element.EnumerateArray().Select(e => Read(e, enclosing, path)).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var branch in branches)
        {
            if (branch is UnionSchema)
            {
                throw new AvroSchemaException(path, "a union cannot contain a union");
            }

            if (!seen.Add(branch.TypeName))
            {
                throw new AvroSchemaException(path, $"a union cannot contain {branch.TypeName} twice");
            }
        }

        return new UnionSchema(branches);
    }

    private AvroSchema Complex(JsonElement element, string enclosing, string path)
    {
        if (!element.TryGetProperty("type", out var type))
        {
            throw new AvroSchemaException(path, "'type' is missing");
        }

        var keyword = type.ValueKind == JsonValueKind.String ? type.GetString()! : null;
        return keyword switch
        {
            null => Read(type, enclosing, path),
            "record" or "error" => Record(element, enclosing, path),
            "enum" => Enum(element, enclosing, path),
            "fixed" => Fixed(element, enclosing, path),
            "array" => new ArraySchema(Read(Required(element, "items", path), enclosing, path + "[]")),
            "map" => new MapSchema(Read(Required(element, "values", path), enclosing, path + "{}")),
            _ => Reference(keyword, enclosing, path),
        };
    }

    private static JsonElement Required(JsonElement element, string property, string path) =>
        element.TryGetProperty(property, out var value) ? value : throw new AvroSchemaException(path, $"'{property}' is missing");

    private static string? OptionalString(JsonElement element, string property, string path)
    {
        if (!element.TryGetProperty(property, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : throw new AvroSchemaException(path, $"'{property}' must be a string");
    }

    private static string[] Strings(JsonElement element, string property, string path)
    {
        if (!element.TryGetProperty(property, out var value))
        {
            return [];
        }

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.String))
        {
            throw new AvroSchemaException(path, $"'{property}' must be an array of strings");
        }

        return [.. value.EnumerateArray().Select(e => e.GetString()!)];
    }
}
