using Avro.Generic;
using Avro.IO;
using Torghut.Avro;
using ApacheSchema = Avro.Schema;

namespace Torghut.Testing;

/// <summary>Generic data by Apache.Avro, an implementation that shares nothing with ours but the specification.</summary>
internal static class ApacheAvro
{
    public static ApacheSchema Parse(AvroSchema schema) => ApacheSchema.Parse(schema.Json);

    public static object? Read(AvroSchema schema, byte[] data) => Read(schema, schema, data);

    /// <summary>Reads data of the writer's schema as the reader's.</summary>
    public static object? Read(AvroSchema writer, AvroSchema reader, byte[] data) =>
        new GenericReader<object?>(Parse(writer), Parse(reader)).Read(null, new BinaryDecoder(new MemoryStream(data)));

    public static byte[] Write(AvroSchema schema, object? value)
    {
        using var data = new MemoryStream();
        new GenericWriter<object?>(Parse(schema)).Write(value, new BinaryEncoder(data));
        return data.ToArray();
    }
}
