using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Containers;

namespace Torghut.Ta.Compute;

/// <summary>Writes records as an Avro object container file. The same records always give the same bytes. Dispose it to write the last block.</summary>
/// <param name="stream">Where to; closed with the writer.</param>
/// <param name="deflate">Whether blocks are compressed.</param>
internal sealed class RecordFileWriter<T>(Stream stream, RecordCodec<T> codec, bool deflate = true) : IDisposable
    where T : struct
{
    private readonly ContainerWriter _container = new(stream, codec.Schema, deflate);

    public void Append(in T record)
    {
        var writer = new AvroWriter(_container.Buffer);
        codec.Write(record, ref writer);
        _container.Appended();
    }

    public void Dispose() => _container.Dispose();
}
