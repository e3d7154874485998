namespace Torghut.Ta.Compute;

/// <summary>The parts that a container file's frame is made of, from a stream that may be damaged.</summary>
internal sealed class ContainerInput(Stream stream)
{
    private const int MostBits = 70;
    private const int BitsInAByte = 7;

    /// <summary>Bytes up to the stream's end.</summary>
    public long Remaining => stream.Length - stream.Position;

    /// <exception cref="EndOfStreamException">The file ends before the number does.</exception>
    /// <exception cref="InvalidDataException">The number has no end.</exception>
    public long Long()
    {
        ulong bits = 0;
        for (var shift = 0; shift < MostBits; shift += BitsInAByte)
        {
            var part = stream.ReadByte();
            if (part < 0)
            {
                throw new EndOfStreamException("The file ends within its frame.");
            }

            bits |= unchecked((ulong)(part & 0x7F) << shift);
            if (part < 0x80)
            {
                return unchecked((long)(bits >> 1) ^ -(long)(bits & 1));
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
}
