using System.Buffers.Binary;
using System.Text;
using Torghut.Contracts.Time;

namespace Torghut.Sandbox.Alpaca.Wire;

/// <summary>Appends MessagePack values to a buffer that is known to be large enough (github.com/msgpack/msgpack, spec.md).</summary>
internal ref struct MsgPackOut(Span<byte> buffer)
{
    private readonly Span<byte> _buffer = buffer;

    public int Length { get; private set; }

    public void Byte(byte value) => _buffer[Length++] = value;

    public void Map(int pairs)
    {
        if (pairs < 16)
        {
            Byte((byte)(0x80 | pairs));
        }
        else
        {
            Byte(0xde);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)pairs);
        }
    }

    public void Array(int items)
    {
        if (items < 16)
        {
            Byte((byte)(0x90 | items));
        }
        else
        {
            Byte(0xdc);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)items);
        }
    }

    public void Text(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        if (length < 32)
        {
            Byte((byte)(0xa0 | length));
        }
        else if (length < 256)
        {
            Byte(0xd9);
            Byte((byte)length);
        }
        else
        {
            Byte(0xda);
            BinaryPrimitives.WriteUInt16BigEndian(Take(2), (ushort)length);
        }

        Encoding.UTF8.GetBytes(value, Take(length));
    }

    public void Letter(byte value)
    {
        Byte(0xa1);
        Byte(value);
    }

    public void Integer(long value)
    {
        if (value is >= 0 and < 128)
        {
            Byte((byte)value);
        }
        else if (value is >= int.MinValue and <= int.MaxValue)
        {
            Byte(0xd2);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), (int)value);
        }
        else
        {
            Byte(0xd3);
            BinaryPrimitives.WriteInt64BigEndian(Take(8), value);
        }
    }

    public void Double(double value)
    {
        Byte(0xcb);
        BinaryPrimitives.WriteDoubleBigEndian(Take(8), value);
    }

    public void Price(long value) => Double(value / 10_000d);

    /// <summary>The timestamp extension (type -1) with nanoseconds, in its 64-bit form, good for years 1970 to 2514.</summary>
    public void Timestamp(long nanoseconds)
    {
        Byte(0xd7);
        Byte(0xff);
        var seconds = (ulong)(nanoseconds / Nanos.PerSecond);
        var fraction = (ulong)(nanoseconds % Nanos.PerSecond);
        BinaryPrimitives.WriteUInt64BigEndian(Take(8), (fraction << 34) | seconds);
    }

    public void Nil() => Byte(0xc0);

    public void Boolean(bool value) => Byte(value ? (byte)0xc3 : (byte)0xc2);

    private Span<byte> Take(int length)
    {
        var span = _buffer.Slice(Length, length);
        Length += length;
        return span;
    }
}
