using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Avro.Generic;
using Torghut.Avro;
using ApacheArray = Avro.ArraySchema;
using ApacheEnum = Avro.EnumSchema;
using ApacheFixed = Avro.FixedSchema;
using ApacheLogical = Avro.LogicalSchema;
using ApacheMap = Avro.MapSchema;
using ApacheRecord = Avro.RecordSchema;
using ApacheSchema = Avro.Schema;
using ApacheUnion = Avro.UnionSchema;

namespace Torghut.Testing;

/// <summary>Avro's JSON encoding of Apache.Avro's generic values, with longs as strings because JavaScript's numbers cannot hold them.</summary>
internal static class AvroJson
{
    public static JsonNode? Write(AvroSchema schema, object? value) => Write(ApacheAvro.Parse(schema), value);

    public static object? Read(AvroSchema schema, JsonElement json) => Read(ApacheAvro.Parse(schema), json);

    private static JsonNode? Write(ApacheSchema schema, object? value) => (schema, value) switch
    {
        (_, null) => null,
        (ApacheUnion union, _) => Branch(union, value),
        (ApacheRecord record, GenericRecord fields) =>
            new JsonObject(record.Fields.Select(f => KeyValuePair.Create(f.Name, Write(f.Schema, fields.GetValue(f.Pos))))),
        (ApacheArray array, object[] items) => new JsonArray([.. items.Select(i => Write(array.ItemSchema, i))]),
        (ApacheMap map, IDictionary<string, object?> entries) =>
            new JsonObject(entries.Select(e => KeyValuePair.Create(e.Key, Write(map.ValueSchema, e.Value)))),
        (_, GenericEnum symbol) => symbol.Value,
        (_, GenericFixed bytes) => Encoding.Latin1.GetString(bytes.Value),
        (_, byte[] bytes) => Encoding.Latin1.GetString(bytes),
        (_, long number) => number.ToString(CultureInfo.InvariantCulture),
        _ => JsonSerializer.SerializeToNode(value),
    };

    private static object? Read(ApacheSchema schema, JsonElement json) => schema switch
    {
        _ when json.ValueKind == JsonValueKind.Null => null,
        ApacheUnion union => ReadBranch(union, json.EnumerateObject().Single()),
        ApacheRecord record => ReadRecord(record, json),
        ApacheArray array => json.EnumerateArray().Select(e => Read(array.ItemSchema, e)).ToArray(),
        ApacheMap map => json.EnumerateObject().ToDictionary(p => p.Name, p => Read(map.ValueSchema, p.Value)),
        ApacheEnum symbols => new GenericEnum(symbols, json.GetString()!),
        ApacheFixed bytes => new GenericFixed(bytes, Encoding.Latin1.GetBytes(json.GetString()!)),
        ApacheLogical logical => Read(logical.BaseSchema, json),
        _ => ReadPrimitive(schema.Tag, json),
    };

    private static object ReadPrimitive(ApacheSchema.Type type, JsonElement json) => type switch
    {
        ApacheSchema.Type.Boolean => json.GetBoolean(),
        ApacheSchema.Type.Int => json.GetInt32(),
        ApacheSchema.Type.Long => long.Parse(json.GetString()!, CultureInfo.InvariantCulture),
        ApacheSchema.Type.Float => json.GetSingle(),
        ApacheSchema.Type.Double => json.GetDouble(),
        ApacheSchema.Type.Bytes => Encoding.Latin1.GetBytes(json.GetString()!),
        _ => json.GetString()!,
    };

    private static GenericRecord ReadRecord(ApacheRecord schema, JsonElement json)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Read(field.Schema, json.GetProperty(field.Name)));
        }

        return record;
    }

    private static object? ReadBranch(ApacheUnion union, JsonProperty branch) =>
        Read(union.Schemas.Single(b => b.Fullname == branch.Name), branch.Value);

    private static JsonObject Branch(ApacheUnion union, object value)
    {
        var name = value switch
        {
            GenericRecord record => record.Schema.Fullname,
            GenericEnum symbol => symbol.Schema.Fullname,
            GenericFixed bytes => bytes.Schema.Fullname,
            bool => "boolean",
            int => "int",
            long => "long",
            float => "float",
            double => "double",
            string => "string",
            byte[] => "bytes",
            object[] => "array",
            _ => "map",
        };
        return new JsonObject { [name] = Write(union.Schemas.Single(b => b.Fullname == name), value) };
    }
}
