using System.Buffers;

namespace Torghut.Avro;

/// <summary>
/// Reads data of any schema into objects: null, <see cref="bool"/>, <see cref="int"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>,
/// <see cref="string"/>, <c>byte[]</c>, <see cref="GenericRecord"/>, <see cref="GenericEnum"/>, <see cref="GenericFixed"/>, <c>List&lt;object?&gt;</c> and
/// <c>Dictionary&lt;string, object?&gt;</c>. A union's value is its branch's. Safe to share between threads.
/// </summary>
public sealed class GenericDatumReader
{
    private readonly AvroSchema _reader;
    private readonly AvroResolver? _resolver;

    /// <param name="writer">The schema that the data was written with.</param>
    /// <param name="reader">The schema that the answer has; null for the writer's.</param>
    public GenericDatumReader(AvroSchema writer, AvroSchema? reader = null)
    {
        _reader = reader ?? writer;
        _resolver = reader is null || ReferenceEquals(reader, writer) ? null : new AvroResolver(writer, reader);
    }

    /// <summary>Reads one datum that is all of <paramref name="data"/>.</summary>
    /// <exception cref="AvroException">The data is malformed or cannot be resolved.</exception>
    public object? Read(ReadOnlySpan<byte> data)
    {
        if (_resolver is not null)
        {
            var buffer = new ArrayBufferWriter<byte>(Math.Max(data.Length, 1));
            _resolver.Transcode(data, buffer);
            data = buffer.WrittenSpan;
        }

        var reader = new AvroReader(data);
        var value = Read(_reader, ref reader, 0);
        reader.RequireEnd();
        return value;
    }

    private static object? Read(AvroSchema schema, ref AvroReader reader, int depth)
    {
        if (depth > AvroReader.MaxDepth)
            throw new AvroException(AvroError.TooDeep, reader.Position, $"values are nested deeper than {AvroReader.MaxDepth}");
        switch (schema)
        {
            case RecordSchema record:
                var fields = new GenericRecord(record);
                for (var i = 0; i < record.Fields.Count; i++)
                    fields[i] = Read(record.Fields[i].Schema, ref reader, depth + 1);
                return fields;
            case EnumSchema symbols:
                return new GenericEnum(symbols, symbols.Symbols[reader.ReadEnum(symbols.Symbols.Count)]);
            case FixedSchema bytes:
                return new GenericFixed(bytes, reader.ReadFixed(bytes.Size).ToArray());
            case UnionSchema union:
                return Read(union.Branches[reader.ReadUnionIndex(union.Branches.Count)], ref reader, depth + 1);
            case ArraySchema array:
                return ReadArray(array.Items, ref reader, depth);
            case MapSchema map:
                return ReadMap(map.Values, ref reader, depth);
            default:
                return ReadPrimitive(schema.Type, ref reader);
        }
    }

    private static List<object?> ReadArray(AvroSchema items, ref AvroReader reader, int depth)
    {
        var list = new List<object?>();
        var canBeEmpty = items.CanBeEmpty;
        for (var count = reader.ReadBlock(canBeEmpty); count > 0; count = reader.ReadBlock(canBeEmpty))
            for (var i = 0; i < count; i++)
                list.Add(Read(items, ref reader, depth + 1));
        return list;
    }

    private static Dictionary<string, object?> ReadMap(AvroSchema values, ref AvroReader reader, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var count = reader.ReadMapBlock(); count > 0; count = reader.ReadMapBlock())
            for (var i = 0; i < count; i++)
                map[reader.ReadString()] = Read(values, ref reader, depth + 1);
        return map;
    }

    private static object? ReadPrimitive(AvroType type, ref AvroReader reader) => type switch
    {
        AvroType.Boolean => reader.ReadBoolean(),
        AvroType.Int => reader.ReadInt(),
        AvroType.Long => reader.ReadLong(),
        AvroType.Float => reader.ReadFloat(),
        AvroType.Double => reader.ReadDouble(),
        AvroType.Bytes => reader.ReadBytes().ToArray(),
        AvroType.String => reader.ReadString(),
        _ => null,
    };
}
