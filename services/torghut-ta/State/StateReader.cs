using System.Buffers.Binary;
using System.Text;

namespace Torghut.Ta.State;

/// <summary>Reads what <see cref="StateWriter"/> wrote; every read is checked against the end.</summary>
internal ref struct StateReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _position;

    public void ReadHeader()
    {
        var head = Take(4);
        if (!head[..3].SequenceEqual(StateFormat.Magic))
        {
            throw new StateFormatException("The saved state does not begin with 'TAS'.");
        }

        if (head[3] != StateFormat.Version)
        {
            throw new StateFormatException($"The saved state has version {head[3]}; this build reads version {StateFormat.Version}.");
        }
    }

    /// <summary>
    /// The next addition: a tag, a length and as many bytes; false at the end. A build that knows the tag reads it; one that does not, for example while a new
    /// version is rolled out and partitions still move both ways, works without.
    /// </summary>
    public bool TryReadAddition(out long tag, out ReadOnlySpan<byte> content)
    {
        tag = 0;
        content = default;
        if (_position == _bytes.Length)
        {
            return false;
        }

        tag = ReadLong();
        content = Take(ReadCount(1));
        return true;
    }

    public byte ReadByte() => Take(1)[0];

    public long ReadLong()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Take(1)[0];
            value |= unchecked((ulong)(part & 0x7F) << shift);
            if (part < 0x80)
            {
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw new StateFormatException($"The saved state has an endless number before byte {_position}.");
    }

    /// <summary>A count of elements that each take at least <paramref name="leastBytes"/>.</summary>
    public int ReadCount(int leastBytes)
    {
        var count = ReadLong();
        if (count < 0 || count > (_bytes.Length - _position) / leastBytes)
        {
            throw new StateFormatException($"The saved state counts {count} elements before byte {_position}, more than it holds.");
        }

        return (int)count;
    }

    public ulong ReadBits() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadBits());

    public string ReadString() => Encoding.UTF8.GetString(Take(ReadCount(1)));

    public byte[] ReadBytes() => Take(ReadCount(1)).ToArray();

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _bytes.Length - _position)
        {
            throw new StateFormatException($"The saved state ends after {_bytes.Length} bytes.");
        }

        var taken = _bytes.Slice(_position, count);
        _position += count;
        return taken;
    }
}
