using System.Buffers;
using System.Runtime.InteropServices;
using Avro.Generic;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using ApacheEncoder = Avro.IO.Encoder;
using ApacheSchema = Avro.Schema;

namespace Torghut.Ta.Compute;

/// <summary>Has our codec write the data of Apache.Avro's file writer.</summary>
internal sealed class RecordDatumWriter<T>(RecordCodec<T> codec) : DatumWriter<T>
    where T : struct
{
    private readonly ArrayBufferWriter<byte> _datum = new(512);

    public ApacheSchema Schema { get; } = ApacheSchema.Parse(codec.Schema.Json);

    public void Write(T datum, ApacheEncoder encoder)
    {
        _datum.ResetWrittenCount();
        var writer = new AvroWriter(_datum);
        codec.Write(datum, ref writer);
        MemoryMarshal.TryGetArray(_datum.WrittenMemory, out var bytes);
        encoder.WriteFixed(bytes.Array, bytes.Offset, bytes.Count);
    }
}
