using System.Buffers.Binary;
using System.Text;

namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>Reads one request frame in place. <see cref="Flexible"/> selects compact lengths and tagged fields for the body.</summary>
internal sealed class WireReader
{
    private byte[] _buffer = [];
    private int _position;
    private int _end;

    public bool Flexible { get; set; }

    public int Remaining => _end - _position;

    public void Reset(byte[] buffer, int offset, int length)
    {
        _buffer = buffer;
        _position = offset;
        _end = offset + length;
        Flexible = false;
    }

    public bool Boolean() => Take(1)[0] != 0;

    public sbyte Int8() => unchecked((sbyte)Take(1)[0]);

    public short Int16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    public int Int32() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    public long Int64() => BinaryPrimitives.ReadInt64BigEndian(Take(8));

    public Guid Uuid() => new(Take(16), bigEndian: true);

    /// <summary>An array's element count, -1 for null; never more than the frame could hold.</summary>
    public int ArrayLength()
    {
        var count = Flexible ? CompactLength() : Int32();
        return count <= Remaining ? count : throw new ProtocolException($"An array of {count} elements in {Remaining} bytes");
    }

    public string String() => NullableString() ?? throw new ProtocolException("A string is null that may not be");

    public string? NullableString()
    {
        var length = Flexible ? CompactLength() : Int16();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    /// <summary>A string of the request header, which never uses the compact form.</summary>
    public string? HeaderString()
    {
        var length = Int16();
        return length < 0 ? null : Encoding.UTF8.GetString(Take(length));
    }

    public byte[] Bytes() => NullableBytes()?.ToArray() ?? [];

    /// <summary>A view of the frame itself; valid, and writable, until the request is answered.</summary>
    public Memory<byte>? NullableBytes()
    {
        var length = Flexible ? CompactLength() : Int32();
        if (length < 0)
        {
            return null;
        }

        Need(length);
        var bytes = _buffer.AsMemory(_position, length);
        _position += length;
        return bytes;
    }

    /// <summary>Skips the tagged fields at the end of a structure; this broker uses none of the requests'.</summary>
    public void Tags()
    {
        if (!Flexible)
        {
            return;
        }

        for (var count = UnsignedVarint(); count > 0; count--)
        {
            UnsignedVarint();
            Take(UnsignedVarint());
        }
    }

    private int CompactLength() => UnsignedVarint() - 1;

    private int UnsignedVarint()
    {
        var value = 0u;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Take(1)[0];
            value |= unchecked((uint)(next & 0x7f) << shift);
            if ((next & 0x80) == 0)
            {
                return value <= int.MaxValue ? (int)value : throw new ProtocolException("A length is over 2 GiB");
            }
        }

        throw new ProtocolException("A varint is longer than five bytes");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        Need(count);
        var span = _buffer.AsSpan(_position, count);
        _position += count;
        return span;
    }

    private void Need(int count)
    {
        if (count < 0 || count > Remaining)
        {
            throw new ProtocolException($"{count} bytes wanted, {Remaining} left in the request");
        }
    }
}
