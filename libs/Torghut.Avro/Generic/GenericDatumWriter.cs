using System.Buffers;

namespace Torghut.Avro;

/// <summary>Writes the objects that <see cref="GenericDatumReader"/> reads. For a union, the first branch that the value fits is written.</summary>
public sealed class GenericDatumWriter(AvroSchema schema)
{
    /// <exception cref="AvroException"><see cref="AvroError.WrongType"/>: the value does not fit the schema.</exception>
    public void Write(object? value, IBufferWriter<byte> buffer)
    {
        var writer = new AvroWriter(buffer);
        Write(schema, value, ref writer);
    }

    /// <summary>The value's encoding.</summary>
    public byte[] Write(object? value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(value, buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(AvroSchema schema, object? value, ref AvroWriter writer)
    {
        switch (schema, value)
        {
            case (RecordSchema record, GenericRecord fields) when fields.Schema.FullName == record.FullName:
                foreach (var field in record.Fields)
                    Write(field.Schema, fields[field.Name], ref writer);
                break;
            case (EnumSchema symbols, GenericEnum symbol) when symbols.IndexOf(symbol.Symbol) is >= 0 and var index:
                writer.WriteEnum(index);
                break;
            case (FixedSchema size, GenericFixed bytes) when bytes.Value.Length == size.Size:
                writer.WriteFixed(bytes.Value.Span);
                break;
            case (ArraySchema array, IReadOnlyList<object?> items):
                WriteArray(array, items, ref writer);
                break;
            case (MapSchema map, IReadOnlyDictionary<string, object?> entries):
                WriteMap(map, entries, ref writer);
                break;
            case (UnionSchema union, _):
                var branch = union.Branches.TakeWhile(b => !Fits(b, value)).Count();
                if (branch == union.Branches.Count)
                    throw WrongType(schema, value);
                writer.WriteUnionIndex(branch);
                Write(union.Branches[branch], value, ref writer);
                break;
            default:
                WritePrimitive(schema, value, ref writer);
                break;
        }
    }

    private static void WritePrimitive(AvroSchema schema, object? value, ref AvroWriter writer)
    {
        switch (schema.Type, value)
        {
            case (AvroType.Null, null):
                break;
            case (AvroType.Boolean, bool flag):
                writer.WriteBoolean(flag);
                break;
            case (AvroType.Int, int number):
                writer.WriteInt(number);
                break;
            case (AvroType.Long, long number):
                writer.WriteLong(number);
                break;
            case (AvroType.Float, float number):
                writer.WriteFloat(number);
                break;
            case (AvroType.Double, double number):
                writer.WriteDouble(number);
                break;
            case (AvroType.Bytes, byte[] bytes):
                writer.WriteBytes(bytes);
                break;
            case (AvroType.String, string text):
                writer.WriteString(text);
                break;
            default:
                throw WrongType(schema, value);
        }
    }

    private static void WriteArray(ArraySchema array, IReadOnlyList<object?> items, ref AvroWriter writer)
    {
        writer.WriteArrayBlock(items.Count);
        if (items.Count == 0)
            return;
        foreach (var item in items)
            Write(array.Items, item, ref writer);
        writer.WriteArrayEnd();
    }

    private static void WriteMap(MapSchema map, IReadOnlyDictionary<string, object?> entries, ref AvroWriter writer)
    {
        writer.WriteMapBlock(entries.Count);
        if (entries.Count == 0)
            return;
        foreach (var (key, value) in entries)
        {
            writer.WriteString(key);
            Write(map.Values, value, ref writer);
        }

        writer.WriteMapEnd();
    }

    private static bool Fits(AvroSchema schema, object? value) => schema.Type switch
    {
        AvroType.Null => value is null,
        AvroType.Boolean => value is bool,
        AvroType.Int => value is int,
        AvroType.Long => value is long,
        AvroType.Float => value is float,
        AvroType.Double => value is double,
        AvroType.Bytes => value is byte[],
        AvroType.String => value is string,
        AvroType.Record => value is GenericRecord record && record.Schema.FullName == schema.TypeName,
        AvroType.Enum => value is GenericEnum symbol && symbol.Schema.FullName == schema.TypeName,
        AvroType.Fixed => value is GenericFixed bytes && bytes.Schema.FullName == schema.TypeName,
        AvroType.Array => value is IReadOnlyList<object?>,
        AvroType.Map => value is IReadOnlyDictionary<string, object?>,
        _ => false,
    };

    private static AvroException WrongType(AvroSchema schema, object? value) =>
        new(AvroError.WrongType, 0, $"a value of type {value?.GetType().Name ?? "null"} does not fit {schema.TypeName}");
}
