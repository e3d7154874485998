using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>ta-status.avsc</c>.</summary>
public static class TaStatusCodec
{
    public static void Write(in TaStatus value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        OptionalCodec.WriteLong(value.WatermarkLagMs, ref writer);
        OptionalCodec.WriteLong(value.LastEventTs, ref writer);
        writer.WriteString(value.Status);
        writer.WriteLong(value.Heartbeat);
    }

    public static TaStatus Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        OptionalCodec.ReadLong(ref reader),
        OptionalCodec.ReadLong(ref reader),
        reader.ReadString(strings),
        reader.ReadLong());
}
