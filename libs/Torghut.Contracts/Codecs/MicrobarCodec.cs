using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>microbar.avsc</c>.</summary>
public static class MicrobarCodec
{
    public static void Write(in Microbar value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteDouble(value.Open);
        writer.WriteDouble(value.High);
        writer.WriteDouble(value.Low);
        writer.WriteDouble(value.Close);
        writer.WriteDouble(value.Volume);
        OptionalCodec.WriteDouble(value.Vwap, ref writer);
        writer.WriteLong(value.Count);
        LineageCodec.Write(value.Lineage, ref writer);
    }

    public static Microbar Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        OptionalCodec.ReadDouble(ref reader),
        reader.ReadLong(),
        LineageCodec.Read(ref reader, strings));
}
