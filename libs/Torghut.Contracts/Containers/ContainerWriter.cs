using System.Buffers;
using Torghut.Avro;

namespace Torghut.Contracts.Containers;

/// <summary>
/// Writes the frame of an Avro object container file, uncompressed, to a file or a pipe. Data are written to <see cref="Buffer"/> and then counted by
/// <see cref="Appended"/>. The same data always give the same bytes. Dispose it to write the last block.
/// </summary>
public sealed class ContainerWriter : IDisposable
{
    private const int BlockBytes = 64 << 10;

    private readonly Stream _stream;
    private readonly byte[] _sync;
    private readonly ArrayBufferWriter<byte> _block = new(2 * BlockBytes);
    private readonly ArrayBufferWriter<byte> _frame = new(32);
    private long _count;

    /// <param name="stream">Closed with the writer.</param>
    public ContainerWriter(Stream stream, AvroSchema schema)
    {
        _stream = stream;
        var header = ContainerHeader.Write(schema, deflate: false);
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

        _frame.ResetWrittenCount();
        var writer = new AvroWriter(_frame);
        writer.WriteLong(_count);
        writer.WriteLong(_block.WrittenCount);
        _stream.Write(_frame.WrittenSpan);
        _stream.Write(_block.WrittenSpan);
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
}
