using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>bar.avsc</c>.</summary>
public static class BarCodec
{
    public static void Write(in Bar value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteDouble(value.Open);
        writer.WriteDouble(value.High);
        writer.WriteDouble(value.Low);
        writer.WriteDouble(value.Close);
        writer.WriteDouble(value.Volume);
        writer.WriteLong(value.TradeCount);
        OptionalCodec.WriteDouble(value.Vwap, ref writer);
        writer.WriteBoolean(value.IsUpdate);
    }

    public static Bar Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadDouble(),
        reader.ReadLong(),
        OptionalCodec.ReadDouble(ref reader),
        reader.ReadBoolean());
}
