using System.Text.Json.Nodes;
using Avro.Generic;
using Torghut.Testing;
using ApacheArray = Avro.ArraySchema;
using ApacheEnum = Avro.EnumSchema;
using ApacheFixed = Avro.FixedSchema;
using ApacheMap = Avro.MapSchema;
using ApacheRecord = Avro.RecordSchema;
using ApacheSchema = Avro.Schema;
using ApacheUnion = Avro.UnionSchema;

namespace Torghut.Avro.Tests;

/// <summary>Schemas and values of them from a seed, for properties.</summary>
internal sealed class RandomAvro(int seed)
{
    private static readonly string[] Primitives = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
    private static readonly string[] Texts = ["", "AAPL", "é", "日本", "😀 \"quoted\"", "a longer text that does not fit any small buffer at all"];
    private readonly Random _random = new(seed);
    private int _names;

    public AvroSchema Schema() => AvroSchema.Parse(SchemaNode(3).ToJsonString());

    /// <summary>A value as Apache.Avro has it.</summary>
    public object? Value(AvroSchema schema) => Value(ApacheAvro.Parse(schema));

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private JsonNode SchemaNode(int depth) => _random.Next(depth > 0 ? 8 : 2) switch
    {
        0 or 1 => Primitives[_random.Next(Primitives.Length)],
        2 => new JsonObject { ["type"] = "array", ["items"] = SchemaNode(depth - 1) },
        3 => new JsonObject { ["type"] = "map", ["values"] = SchemaNode(depth - 1) },
        4 => new JsonObject { ["type"] = "enum", ["name"] = Name(), ["symbols"] = new JsonArray("A", "B", "C") },
        5 => new JsonObject { ["type"] = "fixed", ["name"] = Name(), ["size"] = _random.Next(1, 5) },
        6 => Union(depth),
        _ => new JsonObject
        {
            ["type"] = "record",
            ["name"] = Name(),
            ["namespace"] = _random.Next(2) == 0 ? "a.b" : "",
            ["fields"] =
                new JsonArray([.. Enumerable.Range(0, _random.Next(5)).Select(i => new JsonObject { ["name"] = $"f{i}", ["type"] = SchemaNode(depth - 1) })]),
        },
    };

    private JsonArray Union(int depth)
    {
        // One branch of each kind at most, so that the branch follows from the value's type.
        var branches = new List<JsonNode> { "null", "boolean", "long", "double", "string", "bytes" }.Where(_ => _random.Next(2) == 0).ToList();
        if (depth > 1)
        {
            branches.Add(new JsonObject { ["type"] = "array", ["items"] = SchemaNode(0) });
        }

        if (branches.Count == 0)
        {
            branches.Add("int");
        }

        return new JsonArray([.. branches]);
    }

    private object? Value(ApacheSchema schema) => schema switch
    {
        ApacheRecord record => Record(record),
        ApacheEnum symbols => new GenericEnum(symbols, symbols.Symbols[_random.Next(symbols.Symbols.Count)]),
        ApacheFixed bytes => new GenericFixed(bytes, Bytes(bytes.Size)),
        ApacheArray array => Enumerable.Range(0, _random.Next(4)).Select(_ => Value(array.ItemSchema)).ToArray(),
        ApacheMap map => Enumerable.Range(0, _random.Next(4)).ToDictionary(i => $"k{i}", _ => Value(map.ValueSchema)),
        ApacheUnion union => Value(union.Schemas[_random.Next(union.Count)]),
        _ => Primitive(schema.Tag),
    };

    private GenericRecord Record(ApacheRecord schema)
    {
        var record = new GenericRecord(schema);
        foreach (var field in schema.Fields)
        {
            record.Add(field.Name, Value(field.Schema));
        }

        return record;
    }

    private object? Primitive(ApacheSchema.Type type) => type switch
    {
        ApacheSchema.Type.Boolean => _random.Next(2) == 0,
        ApacheSchema.Type.Int => unchecked((int)_random.NextInt64(int.MinValue, int.MaxValue)) >> _random.Next(32),
        ApacheSchema.Type.Long => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64),
        ApacheSchema.Type.Float => (float)_random.Next(-1000, 1000) / 8,
        ApacheSchema.Type.Double => (_random.NextDouble() - 0.5) * 1e9,
        ApacheSchema.Type.Bytes => Bytes(_random.Next(20)),
        ApacheSchema.Type.String => Texts[_random.Next(Texts.Length)],
        _ => null,
    };

    private string Name() => $"N{_names++}";
}
