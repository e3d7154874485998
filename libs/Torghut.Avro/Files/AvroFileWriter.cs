using System.Buffers;
using System.IO.Compression;

namespace Torghut.Avro.Files;

/// <summary>Writes an Avro object container file. The same records always give the same bytes. Dispose it to write the last block.</summary>
public sealed class AvroFileWriter : IDisposable
{
    private const int BlockBytes = 64 * 1024;
    private readonly Stream _stream;
    private readonly bool _deflate;
    private readonly byte[] _sync;
    private readonly ArrayBufferWriter<byte> _block = new(BlockBytes * 2);
    private readonly ArrayBufferWriter<byte> _head = new(32);
    private readonly MemoryStream _compressed = new();
    private long _count;

    /// <param name="stream">Where to; closed with the writer.</param>
    /// <param name="deflate">Whether blocks are compressed.</param>
    public AvroFileWriter(Stream stream, AvroSchema schema, bool deflate = true)
    {
        _stream = stream;
        _deflate = deflate;
        _sync = AvroFileFormat.SyncOf(schema);
        WriteHeader(schema);
    }

    /// <summary>Where the next datum goes; say <see cref="DatumWritten"/> after it.</summary>
    public AvroWriter Writer => new(_block);

    public void DatumWritten()
    {
        _count++;
        if (_block.WrittenCount >= BlockBytes) FlushBlock();
    }

    public void Dispose()
    {
        FlushBlock();
        _stream.Dispose();
        _compressed.Dispose();
    }

    private void WriteHeader(AvroSchema schema)
    {
        _stream.Write(AvroFileFormat.Magic);
        var writer = new AvroWriter(_head);
        writer.WriteLong(2);
        writer.WriteString(AvroFileFormat.SchemaKey);
        writer.WriteString(schema.Json);
        writer.WriteString(AvroFileFormat.CodecKey);
        writer.WriteString(_deflate ? AvroFileFormat.DeflateCodec : AvroFileFormat.NullCodec);
        writer.WriteLong(0);
        _stream.Write(_head.WrittenSpan);
        _stream.Write(_sync);
    }

    private void FlushBlock()
    {
        if (_count == 0) return;
        var data = _deflate ? Deflate(_block.WrittenSpan) : _block.WrittenSpan;
        _head.ResetWrittenCount();
        var writer = new AvroWriter(_head);
        writer.WriteLong(_count);
        writer.WriteLong(data.Length);
        _stream.Write(_head.WrittenSpan);
        _stream.Write(data);
        _stream.Write(_sync);
        _block.ResetWrittenCount();
        _count = 0;
    }

    private ReadOnlySpan<byte> Deflate(ReadOnlySpan<byte> data)
    {
        _compressed.SetLength(0);
        using (var deflate = new DeflateStream(_compressed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(data);
        return _compressed.GetBuffer().AsSpan(0, (int)_compressed.Length);
    }
}
