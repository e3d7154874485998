using Avro.Generic;
using Torghut.Avro;
using ApacheDecoder = Avro.IO.Decoder;
using ApacheSchema = Avro.Schema;

namespace Torghut.Ta.Compute;

/// <summary>
/// Takes a datum's bytes as they are from Apache.Avro's file reader, so that our codecs decode and resolve them: Apache.Avro's own reader of data is never
/// asked. It reads nothing but a number of bytes that it knows, at most <see cref="ContainerCheck.MaxDatumBytes"/> for a datum.
/// </summary>
/// <param name="writer">The file's schema.</param>
/// <param name="parsed">The same as Apache.Avro parsed it.</param>
internal sealed class DatumSlicer(AvroSchema writer, ApacheSchema parsed) : DatumReader<ReadOnlyMemory<byte>>
{
    private const int MaxVarint = 10;
    private byte[] _datum = new byte[1024];
    private int _length;

    public ApacheSchema ReaderSchema => parsed;

    public ApacheSchema WriterSchema => parsed;

    /// <returns>The datum, valid until the next call.</returns>
    /// <exception cref="AvroException">The datum is malformed.</exception>
    public ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> reuse, ApacheDecoder decoder)
    {
        _length = 0;
        Take(writer, decoder, 0);
        return _datum.AsMemory(0, _length);
    }

    private void Take(AvroSchema schema, ApacheDecoder decoder, int depth)
    {
        if (depth > AvroReader.MaxDepth)
        {
            throw new AvroException(AvroError.TooDeep, _length, $"values are nested deeper than {AvroReader.MaxDepth}");
        }

        switch (schema)
        {
            case RecordSchema record:
                foreach (var field in record.Fields)
                {
                    Take(field.Schema, decoder, depth + 1);
                }

                break;
            case UnionSchema union:
                Take(union.Branches[Index(decoder, union.Branches.Count)], decoder, depth + 1);
                break;
            case ArraySchema array:
                TakeBlocks(decoder, () => Take(array.Items, decoder, depth + 1));
                break;
            case MapSchema map:
                TakeBlocks(decoder, () =>
                {
                    Bytes(decoder, Number(decoder));
                    Take(map.Values, decoder, depth + 1);
                });
                break;
            case FixedSchema size:
                Bytes(decoder, size.Size);
                break;
            default:
                TakePrimitive(schema.Type, decoder);
                break;
        }
    }

    private void TakePrimitive(AvroType type, ApacheDecoder decoder)
    {
        switch (type)
        {
            case AvroType.Null:
                break;
            case AvroType.Boolean:
                Bytes(decoder, 1);
                break;
            case AvroType.Float:
                Bytes(decoder, sizeof(float));
                break;
            case AvroType.Double:
                Bytes(decoder, sizeof(double));
                break;
            case AvroType.Bytes or AvroType.String:
                Bytes(decoder, Number(decoder));
                break;
            default:
                Number(decoder);
                break;
        }
    }

    private void TakeBlocks(ApacheDecoder decoder, Action takeItem)
    {
        var empty = 0;
        for (var count = Number(decoder); count != 0; count = Number(decoder))
        {
            if (count < 0)
            {
                Number(decoder);
            }

            for (var left = Math.Abs(count); left > 0; left--)
            {
                var before = _length;
                takeItem();
                if (_length == before && ++empty > AvroReader.MaxEmptyItems)
                {
                    throw new AvroException(AvroError.TooManyItems, _length, $"more than {AvroReader.MaxEmptyItems} items take no bytes");
                }
            }
        }
    }

    private int Index(ApacheDecoder decoder, int count)
    {
        var index = Number(decoder);
        return index >= 0 && index < count
            ? (int)index
            : throw new AvroException(AvroError.InvalidUnionIndex, _length, $"union branch {index} is not one of {count}");
    }

    /// <summary>Takes a number byte by byte: Apache.Avro's own reading of numbers knows no longest one.</summary>
    private long Number(ApacheDecoder decoder)
    {
        var start = _length;
        do
        {
            Bytes(decoder, 1);
        }
        while (_datum[_length - 1] >= 0x80 && _length - start < MaxVarint);

        return new AvroReader(_datum.AsSpan(start, _length - start)).ReadLong();
    }

    private void Bytes(ApacheDecoder decoder, long count)
    {
        if (count < 0 || count > ContainerCheck.MaxDatumBytes - _length)
        {
            throw new AvroException(AvroError.InvalidLength, _length, $"a value claims {count} bytes");
        }

        if (_length + count > _datum.Length)
        {
            Array.Resize(ref _datum, (int)Math.Max(_length + count, _datum.Length * 2L));
        }

        decoder.ReadFixed(_datum, _length, (int)count);
        _length += (int)count;
    }
}
