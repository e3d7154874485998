using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Avro;

namespace Torghut.Testing;

/// <summary>Avro's JSON encoding of generic values, with longs as strings because JavaScript's numbers cannot hold them.</summary>
internal static class AvroJson
{
    public static JsonNode? Write(AvroSchema schema, object? value) => (schema, value) switch
    {
        (_, null) => null,
        (UnionSchema union, _) => Branch(union, value),
        (RecordSchema record, GenericRecord fields) =>
            new JsonObject(record.Fields.Select(f => KeyValuePair.Create(f.Name, Write(f.Schema, fields[f.Name])))),
        (ArraySchema array, List<object?> items) => new JsonArray([.. items.Select(i => Write(array.Items, i))]),
        (MapSchema map, Dictionary<string, object?> entries) =>
            new JsonObject(entries.Select(e => KeyValuePair.Create(e.Key, Write(map.Values, e.Value)))),
        (_, GenericEnum symbol) => symbol.Symbol,
        (_, GenericFixed bytes) => Encoding.Latin1.GetString(bytes.Value.Span),
        (_, byte[] bytes) => Encoding.Latin1.GetString(bytes),
        (_, long number) => number.ToString(CultureInfo.InvariantCulture),
        _ => JsonSerializer.SerializeToNode(value),
    };

    public static object? Read(AvroSchema schema, JsonElement json) => schema switch
    {
        _ when json.ValueKind == JsonValueKind.Null => null,
        UnionSchema union => ReadBranch(union, json.EnumerateObject().Single()),
        RecordSchema record => ReadRecord(record, json),
        ArraySchema array => json.EnumerateArray().Select(e => Read(array.Items, e)).ToList(),
        MapSchema map => json.EnumerateObject().ToDictionary(p => p.Name, p => Read(map.Values, p.Value)),
        EnumSchema symbols => new GenericEnum(symbols, json.GetString()!),
        FixedSchema bytes => new GenericFixed(bytes, Encoding.Latin1.GetBytes(json.GetString()!)),
        _ => ReadPrimitive(schema.Type, json),
    };

    private static object ReadPrimitive(AvroType type, JsonElement json) => type switch
    {
        AvroType.Boolean => json.GetBoolean(),
        AvroType.Int => json.GetInt32(),
        AvroType.Long => long.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        AvroType.Float => json.GetSingle(),
        AvroType.Double => json.GetDouble(),
        AvroType.Bytes => Encoding.Latin1.GetBytes(json.GetString()!),
        _ => json.GetString()!,
    };

    private static GenericRecord ReadRecord(RecordSchema schema, JsonElement json)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
            record[field.Position] = Read(field.Schema, json.GetProperty(field.Name));
        return record;
    }

    private static object? ReadBranch(UnionSchema union, JsonProperty branch) =>
        Read(union.Branches.Single(b => b.TypeName == branch.Name), branch.Value);

    private static JsonObject Branch(UnionSchema union, object value)
    {
        var name = value switch
        {
            GenericRecord record => record.Schema.FullName,
            GenericEnum symbol => symbol.Schema.FullName,
            GenericFixed bytes => bytes.Schema.FullName,
            bool => "boolean",
            int => "int",
            long => "long",
            float => "float",
            double => "double",
            string => "string",
            byte[] => "bytes",
            List<object?> => "array",
            _ => "map",
        };
        return new JsonObject { [name] = Write(union.Branches.Single(b => b.TypeName == name), value) };
    }
}
