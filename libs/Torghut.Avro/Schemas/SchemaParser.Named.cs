using System.Text.Json;

namespace Torghut.Avro;

internal sealed partial class SchemaParser
{
    private RecordSchema Record(JsonElement element, string enclosing, string path)
    {
        var (name, aliases, doc) = Head(element, enclosing, path);
        var record = Define(new RecordSchema(name, aliases, doc), path);
        var list = Required(element, "fields", name.FullName);
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new AvroSchemaException(name.FullName, "'fields' must be an array");
        }

        var fields = new List<AvroField>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.EnumerateArray())
        {
            var field = Field(item, name, fields.Count);
            if (!seen.Add(field.Name))
            {
                throw new AvroSchemaException(name.FullName, $"field '{field.Name}' is defined twice");
            }

            fields.Add(field);
        }

        record.Complete(fields);
        return record;
    }

    private AvroField Field(JsonElement element, SchemaName record, int position)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new AvroSchemaException(record.FullName, "a field must be an object");
        }

        var name = OptionalString(element, "name", record.FullName)
            ?? throw new AvroSchemaException(record.FullName, $"field {position} has no name");
        var path = $"{record.FullName}.{name}";
        SchemaName.RequireValid(name, path);
        var schema = Read(Required(element, "type", path), record.Namespace, path);
        JsonElement? value = element.TryGetProperty("default", out var given) ? given : null;
        var field = new AvroField(name, schema, position, value, Strings(element, "aliases", path), OptionalString(element, "doc", path));
        if (field.HasDefault)
        {
            _defaults.Add((path, field));
        }

        return field;
    }

    private EnumSchema Enum(JsonElement element, string enclosing, string path)
    {
        var (name, aliases, doc) = Head(element, enclosing, path);
        Required(element, "symbols", name.FullName);
        var symbols = Strings(element, "symbols", name.FullName);
        foreach (var symbol in symbols)
        {
            SchemaName.RequireValid(symbol, name.FullName);
        }

        if (symbols.Distinct(StringComparer.Ordinal).Count() != symbols.Length)
        {
            throw new AvroSchemaException(name.FullName, "a symbol is listed twice");
        }

        var fallback = OptionalString(element, "default", name.FullName);
        if (fallback is not null && !symbols.Contains(fallback, StringComparer.Ordinal))
        {
            throw new AvroSchemaException(name.FullName, $"the default '{fallback}' is not one of the symbols");
        }

        return Define(new EnumSchema(name, aliases, doc, symbols, fallback), path);
    }

    private FixedSchema Fixed(JsonElement element, string enclosing, string path)
    {
        var (name, aliases, doc) = Head(element, enclosing, path);
        var size = Required(element, "size", name.FullName);
        if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out var bytes) || bytes < 0)
        {
            throw new AvroSchemaException(name.FullName, "'size' must be a whole number of bytes, 0 or more");
        }

        return Define(new FixedSchema(name, aliases, doc, bytes), path);
    }

    private static (SchemaName Name, SchemaName[] Aliases, string? Doc) Head(JsonElement element, string enclosing, string path)
    {
        var text = OptionalString(element, "name", path) ?? throw new AvroSchemaException(path, "'name' is missing");
        var name = SchemaName.Resolve(text, OptionalString(element, "namespace", path) ?? enclosing, path);
        if (TypeNames.TryPrimitive(name.FullName, out _))
        {
            throw new AvroSchemaException(path, $"'{name.FullName}' is the name of a primitive type");
        }

        var aliases = Strings(element, "aliases", path).Select(a => SchemaName.Resolve(a, name.Namespace, path)).ToArray();
        return (name, aliases, OptionalString(element, "doc", path));
    }

    private T Define<T>(T schema, string path)
        where T : NamedSchema =>
        _named.TryAdd(schema.FullName, schema) ? schema : throw new AvroSchemaException(path, $"'{schema.FullName}' is defined twice");

    // Checked at the end, because a default can belong to a record whose definition was still open when the field was read.
    private void CheckDefaults()
    {
        foreach (var (path, field) in _defaults)
        {
            try
            {
                _ = field.EncodedDefault;
            }
            catch (AvroSchemaException e)
            {
                throw new AvroSchemaException(path, $"the default does not fit the field's type: {e.Message}", e);
            }
        }
    }
}
