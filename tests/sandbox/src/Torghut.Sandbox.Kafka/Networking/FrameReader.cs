using System.Buffers;
using System.Buffers.Binary;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Networking;

/// <summary>Cuts a stream into length-prefixed frames. Small frames stay in a fixed buffer; a larger one borrows its own.</summary>
internal sealed class FrameReader(Stream stream, int maxFrame) : IDisposable
{
    private const int PrefixSize = 4;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
    private byte[]? _borrowed;
    private int _start;
    private int _end;

    /// <summary>The next frame, valid until the next call; null at the end of the stream.</summary>
    public async ValueTask<ArraySegment<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        Release();
        if (!await FillAsync(PrefixSize, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var size = BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_start));
        if (size <= 0 || size > maxFrame)
        {
            throw new ProtocolException($"A request of {size} bytes; the limit is {maxFrame}");
        }

        _start += PrefixSize;
        if (size > _buffer.Length)
        {
            return await ReadLargeAsync(size, cancellationToken).ConfigureAwait(false);
        }

        if (!await FillAsync(size, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var frame = new ArraySegment<byte>(_buffer, _start, size);
        _start += size;
        return frame;
    }

    public void Dispose()
    {
        Release();
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private void Release()
    {
        if (_borrowed is not null)
        {
            ArrayPool<byte>.Shared.Return(_borrowed);
        }

        _borrowed = null;
    }

    private async ValueTask<ArraySegment<byte>?> ReadLargeAsync(int size, CancellationToken cancellationToken)
    {
        _borrowed = ArrayPool<byte>.Shared.Rent(size);
        var have = _end - _start;
        _buffer.AsSpan(_start, have).CopyTo(_borrowed);
        _start = _end = 0;
        var read = await stream.ReadAtLeastAsync(_borrowed.AsMemory(have, size - have), size - have, throwOnEndOfStream: false, cancellationToken)
            .ConfigureAwait(false);
        if (read < size - have)
        {
            return null;
        }

        return new ArraySegment<byte>(_borrowed, 0, size);
    }

    private async ValueTask<bool> FillAsync(int wanted, CancellationToken cancellationToken)
    {
        if (_start + wanted > _buffer.Length || _start == _end)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        while (_end - _start < wanted)
        {
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return false;
            }

            _end += read;
        }

        return true;
    }
}
