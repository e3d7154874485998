using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>
/// Renders a schema as Confluent's registry keeps and answers it: what Avro's Java <c>Schema.toString()</c> writes of what it parsed. White space and the
/// order of attributes go; documentation, defaults, aliases and properties stay. The text is a schema already.
/// </summary>
internal sealed class CanonicalText
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
    private static readonly HashSet<string> TypeAttributes = ["doc", "fields", "items", "name", "namespace", "size", "symbols", "values", "type", "aliases"];
    private static readonly HashSet<string> EnumAttributes = [.. TypeAttributes, "default"];
    private static readonly HashSet<string> FieldAttributes = ["default", "doc", "name", "order", "type", "aliases"];
    private static readonly string[] LogicalAttributes = ["logicalType", "precision", "scale"];

    private readonly Utf8JsonWriter _writer;
    private readonly bool _normalize;

    private CanonicalText(Utf8JsonWriter writer, bool normalize)
    {
        _writer = writer;
        _normalize = normalize;
    }

    /// <param name="normalize">Whether properties and aliases are sorted and empty documentation goes.</param>
    public static string Render(JsonElement schema, bool normalize)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            new CanonicalText(writer, normalize).Type(schema, "");
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string? Text(JsonElement element, string attribute) =>
        element.TryGetProperty(attribute, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Type(JsonElement schema, string space)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.String:
                Name(schema.GetString()!, space);
                break;
            case JsonValueKind.Array:
                _writer.WriteStartArray();
                foreach (var branch in schema.EnumerateArray())
                {
                    Type(branch, space);
                }

                _writer.WriteEndArray();
                break;
            default:
                Complex(schema, space);
                break;
        }
    }

    private void Complex(JsonElement schema, string space)
    {
        switch (Text(schema, "type"))
        {
            case null:
                Type(schema.GetProperty("type"), space);
                break;
            case "record" or "error" or "enum" or "fixed":
                Named(schema, space);
                break;
            case "array":
                Collection(schema, "array", "items", space);
                break;
            case "map":
                Collection(schema, "map", "values", space);
                break;
            case var keyword when Primitives.Contains(keyword) && schema.EnumerateObject().Any(p => !TypeAttributes.Contains(p.Name)):
                _writer.WriteStartObject();
                _writer.WriteString("type", keyword);
                Properties(schema, TypeAttributes);
                _writer.WriteEndObject();
                break;
            case var keyword:
                Name(keyword, space);
                break;
        }
    }

    private void Collection(JsonElement schema, string keyword, string items, string space)
    {
        _writer.WriteStartObject();
        _writer.WriteString("type", keyword);
        _writer.WritePropertyName(items);
        Type(schema.GetProperty(items), space);
        Properties(schema, TypeAttributes);
        _writer.WriteEndObject();
    }

    private void Named(JsonElement schema, string enclosing)
    {
        var name = Text(schema, "name")!;
        var dot = name.LastIndexOf('.');
        var space = dot >= 0 ? name[..dot] : Text(schema, "namespace") ?? enclosing;
        _writer.WriteStartObject();
        _writer.WriteString("type", Text(schema, "type"));
        _writer.WriteString("name", name[(dot + 1)..]);
        if (space != enclosing)
        {
            _writer.WriteString("namespace", space);
        }

        Documentation(schema);
        Body(schema, space);
        Properties(schema, Text(schema, "type") == "enum" ? EnumAttributes : TypeAttributes);
        Aliases(schema);
        _writer.WriteEndObject();
    }

    private void Body(JsonElement schema, string space)
    {
        switch (Text(schema, "type"))
        {
            case "enum":
                Raw("symbols", schema.GetProperty("symbols"));
                if (schema.TryGetProperty("default", out var fallback))
                {
                    Raw("default", fallback);
                }

                break;
            case "fixed":
                Raw("size", schema.GetProperty("size"));
                break;
            default:
                _writer.WriteStartArray("fields");
                foreach (var field in schema.GetProperty("fields").EnumerateArray())
                {
                    Field(field, space);
                }

                _writer.WriteEndArray();
                break;
        }
    }

    private void Field(JsonElement field, string space)
    {
        _writer.WriteStartObject();
        _writer.WriteString("name", Text(field, "name"));
        _writer.WritePropertyName("type");
        Type(field.GetProperty("type"), space);
        Documentation(field);
        if (field.TryGetProperty("default", out var value))
        {
            Raw("default", value);
        }

        if (Text(field, "order") is { } order && !order.Equals("ascending", StringComparison.OrdinalIgnoreCase))
        {
            _writer.WriteString("order", order);
        }

        Aliases(field);
        Properties(field, FieldAttributes);
        _writer.WriteEndObject();
    }

    private void Name(string name, string space)
    {
        var local = name.LastIndexOf('.') is var dot and > 0 && name[..dot] == space ? name[(dot + 1)..] : name;
        _writer.WriteStringValue(Primitives.Contains(local) ? name : local);
    }

    private void Documentation(JsonElement element)
    {
        if (Text(element, "doc") is { } doc && (doc.Length > 0 || !_normalize))
        {
            _writer.WriteString("doc", doc);
        }
    }

    private void Aliases(JsonElement element)
    {
        if (element.TryGetProperty("aliases", out var aliases) && aliases.ValueKind == JsonValueKind.Array && aliases.GetArrayLength() > 0)
        {
            var names = aliases.EnumerateArray().Select(alias => alias.GetString()!);
            _writer.WriteStartArray("aliases");
            foreach (var name in _normalize ? names.Order(StringComparer.Ordinal) : names)
            {
                _writer.WriteStringValue(name);
            }

            _writer.WriteEndArray();
        }
    }

    private void Properties(JsonElement element, HashSet<string> attributes)
    {
        var properties = element.EnumerateObject().Where(p => !attributes.Contains(p.Name));
        if (_normalize)
        {
            properties = properties
                .OrderBy(p => Array.IndexOf(LogicalAttributes, p.Name) is >= 0 and var index ? index : LogicalAttributes.Length)
                .ThenBy(p => p.Name, StringComparer.Ordinal);
        }

        foreach (var property in properties)
        {
            Raw(property.Name, property.Value);
        }
    }

    private void Raw(string name, JsonElement value)
    {
        _writer.WritePropertyName(name);
        value.WriteTo(_writer);
    }
}
