using System.Security.Cryptography;

namespace Torghut.Trading.Backtest;

/// <summary>Passes on what is read and keeps its SHA-256: a report says on which data it was made.</summary>
internal sealed class HashingStream(Stream inner) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private (long Bytes, byte[] Digest)? _expected;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Bytes read so far.</summary>
    public long Bytes { get; private set; }

    /// <summary>Of what was read so far.</summary>
    public byte[] Current() => _hash.GetCurrentHash();

    /// <summary>Of everything that was read; asked once, at the end.</summary>
    /// <exception cref="InvalidDataException">The stream is not one that was expected.</exception>
    public string Digest()
    {
        if (_expected is not null)
        {
            throw OtherBytes();
        }

        return Convert.ToHexStringLower(_hash.GetHashAndReset());
    }

    /// <summary>The first bytes must be those that were read before.</summary>
    public void Expect(long bytes, byte[] digest) => _expected = (bytes, digest);

    /// <exception cref="InvalidDataException">The stream is not one that was expected.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        var rest = buffer[..read];
        var missing = _expected is { } expected ? expected.Bytes - Bytes : long.MaxValue;
        if (read >= missing)
        {
            _hash.AppendData(rest[..(int)missing]);
            rest = rest[(int)missing..];
            if (!_hash.GetCurrentHash().AsSpan().SequenceEqual(_expected!.Value.Digest))
            {
                throw OtherBytes();
            }

            _expected = null;
        }

        _hash.AppendData(rest);
        Bytes += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static InvalidDataException OtherBytes() =>
        new("The checkpoint was made on other records. Without it the run begins at its beginning.");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
