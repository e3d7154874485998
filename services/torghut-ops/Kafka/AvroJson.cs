using System.Text.Json;
using Torghut.Avro;

namespace Torghut.Ops.Kafka;

/// <summary>
/// Any Avro value as JSON, for people. Bounded in depth and by the data's own length, because a topic may hold anything: Confluent's generic deserializer
/// allocates what a length prefix says. A union's value stands without its branch; bytes are base64; what JSON has no number for is a string.
/// </summary>
internal static class AvroJson
{
    /// <summary>Writes one value.</summary>
    /// <exception cref="AvroException">The data is not of that schema.</exception>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> data, AvroSchema schema)
    {
        var reader = new AvroReader(data);
        Write(json, ref reader, schema, 0);
        reader.RequireEnd();
    }

    private static void Write(Utf8JsonWriter json, ref AvroReader reader, AvroSchema schema, int depth)
    {
        if (depth > AvroReader.MaxDepth)
        {
            throw new AvroException(AvroError.TooDeep, reader.Position, $"values are nested deeper than {AvroReader.MaxDepth}");
        }

        switch (schema)
        {
            case RecordSchema record:
                json.WriteStartObject();
                foreach (var field in record.Fields)
                {
                    json.WritePropertyName(field.Name);
                    Write(json, ref reader, field.Schema, depth + 1);
                }

                json.WriteEndObject();
                break;
            case ArraySchema array:
                WriteArray(json, ref reader, array, depth);
                break;
            case MapSchema map:
                WriteMap(json, ref reader, map, depth);
                break;
            case UnionSchema union:
                Write(json, ref reader, union.Branches[reader.ReadUnionIndex(union.Branches.Count)], depth + 1);
                break;
            case EnumSchema symbols:
                json.WriteStringValue(symbols.Symbols[reader.ReadEnum(symbols.Symbols.Count)]);
                break;
            case FixedSchema bytes:
                json.WriteBase64StringValue(reader.ReadFixed(bytes.Size));
                break;
            default:
                WritePrimitive(json, ref reader, schema.Type);
                break;
        }
    }

    private static void WriteArray(Utf8JsonWriter json, ref AvroReader reader, ArraySchema array, int depth)
    {
        json.WriteStartArray();
        for (var count = reader.ReadArrayBlock(); count > 0; count = reader.ReadArrayBlock())
        {
            for (var i = 0; i < count; i++)
            {
                Write(json, ref reader, array.Items, depth + 1);
            }
        }

        json.WriteEndArray();
    }

    private static void WriteMap(Utf8JsonWriter json, ref AvroReader reader, MapSchema map, int depth)
    {
        json.WriteStartObject();
        for (var count = reader.ReadMapBlock(); count > 0; count = reader.ReadMapBlock())
        {
            for (var i = 0; i < count; i++)
            {
                json.WritePropertyName(reader.ReadUtf8());
                Write(json, ref reader, map.Values, depth + 1);
            }
        }

        json.WriteEndObject();
    }

    private static void WritePrimitive(Utf8JsonWriter json, ref AvroReader reader, AvroType type)
    {
        switch (type)
        {
            case AvroType.Null:
                json.WriteNullValue();
                break;
            case AvroType.Boolean:
                json.WriteBooleanValue(reader.ReadBoolean());
                break;
            case AvroType.Int:
                json.WriteNumberValue(reader.ReadInt());
                break;
            case AvroType.Long:
                json.WriteNumberValue(reader.ReadLong());
                break;
            case AvroType.Float:
                WriteNumber(json, reader.ReadFloat());
                break;
            case AvroType.Double:
                WriteNumber(json, reader.ReadDouble());
                break;
            case AvroType.Bytes:
                json.WriteBase64StringValue(reader.ReadBytes());
                break;
            default:
                json.WriteStringValue(reader.ReadUtf8());
                break;
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(NameOf(value));
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(NameOf(value));
        }
    }

    private static string NameOf(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
