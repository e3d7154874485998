using System.Buffers;
using System.IO.Compression;
using Torghut.Avro;

namespace Torghut.Contracts.Containers;

/// <summary>
/// Writes the frame of an Avro object container file (specification 1.12) to a file or a pipe. Data are written to <see cref="Buffer"/> and then counted by
/// <see cref="Appended"/>. The same data always give the same bytes. Dispose it to write the last block.
/// </summary>
public sealed class ContainerWriter : IDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly Stream _stream;
    private readonly byte[] _sync;
    private readonly MemoryStream? _deflated;
    private readonly ArrayBufferWriter<byte> _block = new(2 * BlockBytes);
    private readonly ArrayBufferWriter<byte> _frame = new(32);
    private long _count;

    /// <param name="stream">Closed with the writer.</param>
    /// <param name="schema">What the data are written by.</param>
    /// <param name="deflate">Whether blocks are compressed.</param>
    public ContainerWriter(Stream stream, AvroSchema schema, bool deflate = false)
    {
        _stream = stream;
        _deflated = deflate ? new MemoryStream() : null;
        var header = ContainerHeader.Write(schema, deflate);
        _sync = header[^ContainerHeader.SyncBytes..];
        _stream.Write(header);
    }

    /// <summary>Where the next datum goes.</summary>
    public IBufferWriter<byte> Buffer => _block;

    /// <summary>Counts a datum that was written to the buffer.</summary>
    public void Appended()
    {
        _count++;
        if (_block.WrittenCount >= BlockBytes)
        {
            Flush();
        }
    }

    /// <summary>Writes the block at hand.</summary>
    public void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        var block = _deflated is null ? _block.WrittenSpan : Deflate(_block.WrittenSpan, _deflated);
        _frame.ResetWrittenCount();
        var writer = new AvroWriter(_frame);
        writer.WriteLong(_count);
        writer.WriteLong(block.Length);
        _stream.Write(_frame.WrittenSpan);
        _stream.Write(block);
        _stream.Write(_sync);
        _block.ResetWrittenCount();
        _count = 0;
    }

    public void Dispose()
    {
        Flush();
        _stream.Flush();
        _stream.Dispose();
    }

    private static ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> data, MemoryStream into)
    {
        into.SetLength(0);
        using (var deflate = new DeflateStream(into, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(data);
        }

        return into.GetBuffer().AsSpan(0, (int)into.Length);
    }
}
