using Avro.File;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;

namespace Torghut.Ta.Compute;

/// <summary>
/// Writes records as an Avro object container file by Apache.Avro. The same records always give the same bytes. Dispose it to write the last block.
/// </summary>
internal sealed class RecordFileWriter<T> : IDisposable
    where T : struct
{
    private const int BlockBytes = 64 * 1024;
    private readonly IFileWriter<T> _writer;

    /// <param name="stream">Where to; closed with the writer.</param>
    /// <param name="deflate">Whether blocks are compressed.</param>
    public RecordFileWriter(Stream stream, RecordCodec<T> codec, bool deflate = true)
    {
        // A new file of Apache.Avro's has a random marker; one that it appends to keeps the marker it finds.
        var header = ContainerHeader.Write(codec.Schema, deflate);
        stream.Write(header);
        _writer = DataFileWriter<T>.OpenAppendWriter(new RecordDatumWriter<T>(codec), new MemoryStream(header, writable: false), stream);
        _writer.SetSyncInterval(BlockBytes);
    }

    public void Append(in T record) => _writer.Append(record);

    public void Dispose() => _writer.Dispose();
}
