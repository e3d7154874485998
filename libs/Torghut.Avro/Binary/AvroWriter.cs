using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Torghut.Avro;

/// <summary>
/// Writes Avro's binary encoding into a buffer. Allocates nothing; every call is complete when it returns, so there is nothing to flush.
/// Which calls make up a datum is the caller's knowledge of the schema.
/// </summary>
public readonly ref struct AvroWriter(IBufferWriter<byte> buffer)
{
    private const int MaxVarint = 10;
    private readonly IBufferWriter<byte> _buffer = buffer;

    public void WriteBoolean(bool value)
    {
        _buffer.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        _buffer.Advance(1);
    }

    public void WriteInt(int value) => WriteLong(value);

    public void WriteLong(long value)
    {
        var span = _buffer.GetSpan(MaxVarint);
        var rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        var length = 0;
        while (rest >= 0x80)
        {
            span[length++] = unchecked((byte)(rest | 0x80));
            rest >>= 7;
        }

        span[length++] = (byte)rest;
        _buffer.Advance(length);
    }

    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_buffer.GetSpan(sizeof(float)), value);
        _buffer.Advance(sizeof(float));
    }

    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(sizeof(double)), value);
        _buffer.Advance(sizeof(double));
    }

    /// <summary>Writes a string; lone surrogates become U+FFFD.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteLong(length);
        if (length == 0)
        {
            return;
        }

        _buffer.Advance(Encoding.UTF8.GetBytes(value, _buffer.GetSpan(length)));
    }

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        WriteFixed(value);
    }

    /// <summary>Writes the bytes as they are, without their number.</summary>
    public void WriteFixed(ReadOnlySpan<byte> value)
    {
        if (value.Length > 0)
        {
            _buffer.Write(value);
        }
    }

    public void WriteEnum(int index) => WriteLong(index);

    /// <summary>Begins a union's value, which follows.</summary>
    public void WriteUnionIndex(int index) => WriteLong(index);

    /// <summary>
    /// Begins a block of array items, which follow. After the last block comes <see cref="WriteArrayEnd"/>, unless the block had no items:
    /// an empty block already is the end.
    /// </summary>
    public void WriteArrayBlock(int count) => WriteLong(count);

    public void WriteArrayEnd() => WriteLong(0);

    /// <summary>Begins a block of map entries (key, then value), ended like an array's.</summary>
    public void WriteMapBlock(int count) => WriteLong(count);

    public void WriteMapEnd() => WriteLong(0);

    /// <summary>Writes a whole array of strings.</summary>
    public void WriteStringArray(IReadOnlyList<string> values)
    {
        WriteArrayBlock(values.Count);
        if (values.Count == 0)
        {
            return;
        }

        // By index: an interface's enumerator would be allocated.
        for (var i = 0; i < values.Count; i++)
        {
            WriteString(values[i]);
        }

        WriteArrayEnd();
    }
}
