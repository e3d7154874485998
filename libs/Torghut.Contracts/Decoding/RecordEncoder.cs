using System.Buffers;
using Torghut.Avro;
using Torghut.Contracts.Codecs;

namespace Torghut.Contracts.Decoding;

/// <summary>Encodes records as framed Kafka values. Not safe for use by two threads at once.</summary>
/// <param name="schemaId">Id under which the codec's schema is registered.</param>
public sealed class RecordEncoder<T>(RecordCodec<T> codec, int schemaId)
    where T : struct
{
    private readonly ArrayBufferWriter<byte> _buffer = new(512);

    public int SchemaId => schemaId;

    /// <summary>The framed value as an array of its own, which is what a Kafka producer takes.</summary>
    public byte[] Encode(in T value)
    {
        _buffer.ResetWrittenCount();
        Encode(value, _buffer);
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Appends the framed value to a buffer.</summary>
    public void Encode(in T value, IBufferWriter<byte> buffer)
    {
        ConfluentWireFormat.WriteHeader(buffer, schemaId);
        var writer = new AvroWriter(buffer);
        codec.Write(value, ref writer);
    }
}
