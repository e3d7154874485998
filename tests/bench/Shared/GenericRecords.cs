using Avro.Generic;
using Avro.IO;
using Torghut.Avro;
using GenericRecord = Avro.Generic.GenericRecord;

namespace Torghut.Bench;

/// <summary>Values as Apache's generic records, which is what Confluent's serdes take and give.</summary>
internal static class GenericRecords
{
    /// <summary>They share one schema object, as a user's would: Confluent's serializer remembers by object what it has registered.</summary>
    public static GenericRecord[] Read(AvroSchema schema, IEnumerable<byte[]> framed)
    {
        var parsed = global::Avro.Schema.Parse(schema.Json);
        var reader = new GenericDatumReader<GenericRecord>(parsed, parsed);
        return [.. framed.Select(value =>
        {
            using var datum = new MemoryStream(ConfluentWireFormat.Read(value, out _).ToArray());
            return reader.Read(null!, new BinaryDecoder(datum));
        })];
    }

    /// <summary>The record's datum in hexadecimal digits, to compare.</summary>
    public static string Hex(GenericRecord record)
    {
        using var datum = new MemoryStream();
        var encoder = new BinaryEncoder(datum);
        new GenericDatumWriter<GenericRecord>(record.Schema).Write(record, encoder);
        encoder.Flush();
        return Convert.ToHexString(datum.GetBuffer().AsSpan(0, (int)datum.Length));
    }
}
