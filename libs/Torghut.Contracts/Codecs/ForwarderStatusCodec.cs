using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>forwarder-status.avsc</c>.</summary>
public static class ForwarderStatusCodec
{
    public static void Write(in ForwarderStatus value, ref AvroWriter writer)
    {
        EnvelopeCodec.Write(value.Envelope, ref writer);
        writer.WriteString(value.Status);
        OptionalCodec.WriteString(value.Reason, ref writer);
        OptionalCodec.WriteString(value.ErrorClass, ref writer);
        writer.WriteInt(value.Attempt);
        OptionalCodec.WriteLong(value.LagMs, ref writer);
    }

    public static ForwarderStatus Read(ref AvroReader reader, AvroStringPool strings) => new(
        EnvelopeCodec.Read(ref reader, strings),
        reader.ReadString(strings),
        OptionalCodec.ReadString(ref reader, strings),
        OptionalCodec.ReadString(ref reader, strings),
        reader.ReadInt(),
        OptionalCodec.ReadLong(ref reader));
}
