using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Torghut.ClickHouse;

/// <summary>
/// Writes rows in ClickHouse's RowBinary format: one value after another, in the order of the insert's columns. Allocates nothing.
/// A Nullable column takes <see cref="WriteNull"/>, or <see cref="WriteNotNull"/> and the value. LowCardinality(T) is written as T.
/// </summary>
/// <param name="output">Where the bytes go.</param>
public readonly ref struct ClickHouseRowBinaryWriter(IBufferWriter<byte> output)
{
    private readonly IBufferWriter<byte> _output = output;

    /// <summary>NULL, for a Nullable column.</summary>
    public void WriteNull() => WriteUInt8(1);

    /// <summary>Before a value of a Nullable column.</summary>
    public void WriteNotNull() => WriteUInt8(0);

    /// <summary>UInt8.</summary>
    public void WriteUInt8(byte value)
    {
        _output.GetSpan(1)[0] = value;
        _output.Advance(1);
    }

    /// <summary>Int8 and Enum8.</summary>
    public void WriteInt8(sbyte value) => WriteUInt8(unchecked((byte)value));

    /// <summary>Bool.</summary>
    public void WriteBool(bool value) => WriteUInt8(value ? (byte)1 : (byte)0);

    /// <summary>Int16 and Enum16.</summary>
    public void WriteInt16(short value)
    {
        BinaryPrimitives.WriteInt16LittleEndian(_output.GetSpan(2), value);
        _output.Advance(2);
    }

    /// <summary>UInt16.</summary>
    public void WriteUInt16(ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_output.GetSpan(2), value);
        _output.Advance(2);
    }

    /// <summary>Int32.</summary>
    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    /// <summary>UInt32.</summary>
    public void WriteUInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    /// <summary>Int64.</summary>
    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    /// <summary>UInt64.</summary>
    public void WriteUInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    /// <summary>Float32.</summary>
    public void WriteFloat32(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(_output.GetSpan(4), value);
        _output.Advance(4);
    }

    /// <summary>Float64.</summary>
    public void WriteFloat64(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_output.GetSpan(8), value);
        _output.Advance(8);
    }

    /// <summary>Nullable(Float64).</summary>
    public void WriteNullableFloat64(double? value)
    {
        if (value is not { } number)
        {
            WriteNull();
            return;
        }
        WriteNotNull();
        WriteFloat64(number);
    }

    /// <summary>String.</summary>
    public void WriteString(ReadOnlySpan<char> value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        WriteLength(length);
        Encoding.UTF8.GetBytes(value, _output.GetSpan(length));
        _output.Advance(length);
    }

    /// <summary>String, from its bytes.</summary>
    public void WriteUtf8(ReadOnlySpan<byte> value)
    {
        WriteLength(value.Length);
        _output.Write(value);
    }

    /// <summary>FixedString; a shorter value is filled up with zeros.</summary>
    /// <exception cref="ArgumentException">It is longer than the column.</exception>
    public void WriteFixedString(ReadOnlySpan<byte> value, int width)
    {
        if (value.Length > width) throw new ArgumentException($"A value of {value.Length} bytes does not fit into FixedString({width}).", nameof(value));
        Span<byte> target = _output.GetSpan(width)[..width];
        value.CopyTo(target);
        target[value.Length..].Clear();
        _output.Advance(width);
    }

    /// <summary>Number of elements, before those of an Array.</summary>
    public void WriteLength(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Span<byte> target = _output.GetSpan(5);
        int written = 0;
        uint rest = (uint)count;
        for (; rest >= 0x80; rest >>= 7) target[written++] = (byte)((rest & 0x7F) | 0x80);
        target[written++] = (byte)rest;
        _output.Advance(written);
    }

    /// <summary>UUID.</summary>
    public void WriteGuid(Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        // Two little-endian halves, the more significant first.
        WriteUInt64(BinaryPrimitives.ReadUInt64BigEndian(bytes));
        WriteUInt64(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
    }
}
