using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>Builds one frame in a pooled buffer. <see cref="Flexible"/> selects compact lengths and tagged fields.</summary>
internal sealed class WireWriter : IDisposable
{
    private const int KeptCapacity = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);

    public bool Flexible { get; set; }

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _buffer.AsMemory(0, Length);

    /// <summary>Forgets the content; a buffer that grew for one large answer goes back to the pool.</summary>
    public void Clear()
    {
        Length = 0;
        Flexible = false;
        if (_buffer.Length <= KeptCapacity)
        {
            return;
        }

        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = ArrayPool<byte>.Shared.Rent(4096);
    }

    public void Boolean(bool value) => Reserve(1)[0] = value ? (byte)1 : (byte)0;

    public void Int8(sbyte value) => Reserve(1)[0] = unchecked((byte)value);

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Reserve(2), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Reserve(4), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Reserve(8), value);

    public void Error(ErrorCode value) => Int16((short)value);

    public void Uuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    /// <summary>An array's head; -1 for null. The elements follow.</summary>
    public void Array(int count)
    {
        if (Flexible)
        {
            UnsignedVarint((uint)(count + 1));
        }
        else
        {
            Int32(count);
        }
    }

    public void String(string? value)
    {
        var length = value is null ? -1 : Encoding.UTF8.GetByteCount(value);
        if (Flexible)
        {
            UnsignedVarint((uint)(length + 1));
        }
        else
        {
            Int16(checked((short)length));
        }

        if (length > 0)
        {
            Encoding.UTF8.GetBytes(value, Reserve(length));
        }
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        if (Flexible)
        {
            UnsignedVarint((uint)(value.Length + 1));
        }
        else
        {
            Int32(value.Length);
        }

        value.CopyTo(Reserve(value.Length));
    }

    public void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Reserve(value.Length));

    /// <summary>An empty set of tagged fields, where the version has them.</summary>
    public void Tags()
    {
        if (Flexible)
        {
            Reserve(1)[0] = 0;
        }
    }

    public void UnsignedVarint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            Reserve(1)[0] = (byte)(value & 0x7f | 0x80);
        }

        Reserve(1)[0] = (byte)value;
    }

    /// <summary>Room for <paramref name="count"/> bytes at the end, to be filled by the caller before the next write.</summary>
    public Span<byte> Reserve(int count)
    {
        EnsureFree(count);
        var span = _buffer.AsSpan(Length, count);
        Length += count;
        return span;
    }

    public void PatchInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(position, 4), value);

    /// <summary>Drops what was written after <paramref name="length"/>.</summary>
    public void Truncate(int length) => Length = length;

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void EnsureFree(int count)
    {
        var needed = checked(Length + count);
        if (needed <= _buffer.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _buffer.Length * 2));
        _buffer.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
