namespace Torghut.Contracts.Containers;

/// <summary>The parts that a container file's frame is made of, from a stream that may be damaged.</summary>
public sealed class ContainerInput(Stream stream)
{
    private const int MostBits = 70;
    private const int BitsInAByte = 7;

    /// <summary>Bytes up to the stream's end; as many as can be where it is a pipe, whose end shows only when it comes.</summary>
    public long Remaining => stream.CanSeek ? stream.Length - stream.Position : long.MaxValue;

    /// <exception cref="EndOfStreamException">The file ends before the number does.</exception>
    /// <exception cref="InvalidDataException">The number has no end.</exception>
    public long Long() => TryLong(out var value) ? value : throw new EndOfStreamException("The file ends within its frame.");

    /// <summary>Reads a number; false where the stream ends before its first byte.</summary>
    /// <inheritdoc cref="Long"/>
    public bool TryLong(out long value)
    {
        value = 0;
        ulong bits = 0;
        for (var shift = 0; shift < MostBits; shift += BitsInAByte)
        {
            var part = stream.ReadByte();
            if (part < 0)
            {
                return shift == 0 ? false : throw new EndOfStreamException("The file ends within its frame.");
            }

            bits |= unchecked((ulong)(part & 0x7F) << shift);
            if (part < 0x80)
            {
                value = unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
                return true;
            }
        }

        throw new InvalidDataException("A number in the file has no end.");
    }

    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public byte[] Exactly(int count)
    {
        if (count > Remaining)
        {
            throw new EndOfStreamException($"The file ends where {count} bytes should be.");
        }

        var bytes = new byte[count];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <inheritdoc cref="Exactly(int)"/>
    public void Exactly(Span<byte> bytes)
    {
        if (bytes.Length > Remaining)
        {
            throw new EndOfStreamException($"The file ends where {bytes.Length} bytes should be.");
        }

        stream.ReadExactly(bytes);
    }
}
