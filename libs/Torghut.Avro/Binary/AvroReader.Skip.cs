namespace Torghut.Avro;

public ref partial struct AvroReader
{
    /// <summary>Skips one value of <paramref name="schema"/>.</summary>
    public void Skip(AvroSchema schema) => Skip(schema, 0);

    /// <summary>Skips one value and returns its encoding as a view of the data.</summary>
    public ReadOnlySpan<byte> Slice(AvroSchema schema)
    {
        var start = _position;
        Skip(schema, 0);
        return _data[start.._position];
    }

    /// <summary>Goes to a position that was read before.</summary>
    internal void Seek(int position) => _position = position;

    internal void Skip(AvroSchema schema, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Fail(AvroError.TooDeep, _position, $"values are nested deeper than {MaxDepth}");
        }

        switch (schema)
        {
            case RecordSchema record:
                for (var i = 0; i < record.Fields.Count; i++)
                {
                    Skip(record.Fields[i].Schema, depth + 1);
                }

                break;
            case EnumSchema symbols:
                ReadEnum(symbols.Symbols.Count);
                break;
            case FixedSchema bytes:
                Take(bytes.Size);
                break;
            case ArraySchema array:
                var canBeEmpty = array.Items.CanBeEmpty;
                for (var count = ReadBlock(canBeEmpty); count > 0; count = ReadBlock(canBeEmpty))
                {
                    for (var i = 0; i < count; i++)
                    {
                        Skip(array.Items, depth + 1);
                    }
                }

                break;
            case MapSchema map:
                for (var count = ReadMapBlock(); count > 0; count = ReadMapBlock())
                {
                    for (var i = 0; i < count; i++)
                    {
                        ReadUtf8();
                        Skip(map.Values, depth + 1);
                    }
                }

                break;
            case UnionSchema union:
                Skip(union.Branches[ReadUnionIndex(union.Branches.Count)], depth + 1);
                break;
            default:
                SkipPrimitive(schema.Type);
                break;
        }
    }

    private void SkipPrimitive(AvroType type)
    {
        switch (type)
        {
            case AvroType.Boolean:
                ReadBoolean();
                break;
            case AvroType.Int:
                ReadInt();
                break;
            case AvroType.Long:
                ReadLong();
                break;
            case AvroType.Float:
                Take(sizeof(float));
                break;
            case AvroType.Double:
                Take(sizeof(double));
                break;
            case AvroType.Bytes:
                ReadBytes();
                break;
            case AvroType.String:
                ReadUtf8();
                break;
        }
    }
}
