using System.Buffers;
using System.Text.Json;

namespace Torghut.Avro;

/// <summary>Encodes a field's JSON default by its schema.</summary>
internal static class DefaultEncoder
{
    private const int MaxDepth = 64;

    public static byte[] Encode(AvroSchema schema, JsonElement value, string path)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        Write(schema, value, ref writer, path, 0);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(AvroSchema schema, JsonElement value, ref AvroWriter writer, string path, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new AvroSchemaException(path, "the default is nested too deeply");
        }

        switch (schema)
        {
            case PrimitiveSchema:
                WritePrimitive(schema.Type, value, ref writer, path);
                break;
            case UnionSchema { Branches: [var first, ..] }:
                writer.WriteUnionIndex(0);
                Write(first, value, ref writer, path, depth + 1);
                break;
            case EnumSchema symbols when value.ValueKind == JsonValueKind.String && symbols.IndexOf(value.GetString()!) is >= 0 and var index:
                writer.WriteEnum(index);
                break;
            case FixedSchema bytes when value.ValueKind == JsonValueKind.String && value.GetString()!.Length == bytes.Size:
                writer.WriteFixed(Latin1(value.GetString()!, path));
                break;
            case ArraySchema array when value.ValueKind == JsonValueKind.Array:
                writer.WriteArrayBlock(value.GetArrayLength());
                foreach (var item in value.EnumerateArray())
                {
                    Write(array.Items, item, ref writer, path + "[]", depth + 1);
                }

                if (value.GetArrayLength() > 0)
                {
                    writer.WriteArrayEnd();
                }

                break;
            case MapSchema map when value.ValueKind == JsonValueKind.Object:
                writer.WriteMapBlock(value.GetPropertyCount());
                foreach (var entry in value.EnumerateObject())
                {
                    writer.WriteString(entry.Name);
                    Write(map.Values, entry.Value, ref writer, path + "{}", depth + 1);
                }

                if (value.GetPropertyCount() > 0)
                {
                    writer.WriteMapEnd();
                }

                break;
            case RecordSchema record when value.ValueKind == JsonValueKind.Object:
                foreach (var field in record.Fields)
                {
                    var given = value.TryGetProperty(field.Name, out var own) ? own : field.Default;
                    Write(field.Schema, given ?? throw Mismatch(field.Schema, value, path), ref writer, $"{path}.{field.Name}", depth + 1);
                }

                break;
            default:
                throw Mismatch(schema, value, path);
        }
    }

    private static void WritePrimitive(AvroType type, JsonElement value, ref AvroWriter writer, string path)
    {
        switch (type)
        {
            case AvroType.Null when value.ValueKind == JsonValueKind.Null:
                break;
            case AvroType.Boolean when value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                writer.WriteBoolean(value.GetBoolean());
                break;
            case AvroType.Int when value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number):
                writer.WriteInt(number);
                break;
            case AvroType.Long when value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number):
                writer.WriteLong(number);
                break;
            case AvroType.Float when value.ValueKind == JsonValueKind.Number:
                writer.WriteFloat(value.GetSingle());
                break;
            case AvroType.Double when value.ValueKind == JsonValueKind.Number:
                writer.WriteDouble(value.GetDouble());
                break;
            case AvroType.String when value.ValueKind == JsonValueKind.String:
                writer.WriteString(value.GetString());
                break;
            case AvroType.Bytes when value.ValueKind == JsonValueKind.String:
                writer.WriteBytes(Latin1(value.GetString()!, path));
                break;
            default:
                throw new AvroSchemaException(path, $"{value.GetRawText()} is not a {TypeNames.Keyword(type)}");
        }
    }

    // The specification maps code points 0 to 255 to byte values.
    private static byte[] Latin1(string text, string path) =>
        text.All(c => c <= 0xff)
            ? [.. text.Select(c => (byte)c)]
            : throw new AvroSchemaException(path, "bytes are written as characters up to U+00FF");

    private static AvroSchemaException Mismatch(AvroSchema schema, JsonElement value, string path) =>
        new(path, $"{value.GetRawText()} is not a {schema.TypeName}");
}
