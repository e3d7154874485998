namespace Torghut.Sandbox.Kafka.Compression;

/// <summary>Grows with what a decoder writes, up to a limit; matches copy from what is written already.</summary>
internal sealed class OutputBuffer(int expected)
{
    private byte[] _bytes = new byte[Math.Clamp(expected, 256, BatchCodec.MaxOpened)];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Literal(ReadOnlySpan<byte> data)
    {
        EnsureFree(data.Length);
        data.CopyTo(_bytes.AsSpan(Length));
        Length += data.Length;
    }

    public void Match(int distance, int length)
    {
        if (distance <= 0 || distance > Length)
            throw new InvalidDataException("A match reaches before the start");
        EnsureFree(length);

        // Byte by byte: a match may overlap what it writes, which is how runs are coded.
        for (var i = 0; i < length; i++)
            _bytes[Length + i] = _bytes[Length - distance + i];
        Length += length;
    }

    private void EnsureFree(int count)
    {
        if (count > BatchCodec.MaxOpened - Length)
            throw new InvalidDataException("A batch opens to more than is allowed");
        if (Length + count > _bytes.Length)
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(Length + count, _bytes.Length * 2L), BatchCodec.MaxOpened));
    }
}
