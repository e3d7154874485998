using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>The fields before <c>payload</c>, the same in every schema.</summary>
internal static class EnvelopeCodec
{
    public static void Write(in Envelope value, ref AvroWriter writer)
    {
        writer.WriteLong(value.IngestTs);
        writer.WriteLong(value.EventTs);
        writer.WriteString(value.Feed);
        writer.WriteString(value.Channel);
        writer.WriteString(value.Symbol);
        writer.WriteLong(value.Seq);
        writer.WriteBoolean(value.IsFinal);
        writer.WriteString(value.Source);
        if (OptionalCodec.WritePresent(value.Window.HasValue, ref writer))
        {
            WriteWindow(value.Window.GetValueOrDefault(), ref writer);
        }

        writer.WriteInt(value.Version);
    }

    // Arguments are evaluated from left to right, so each constructor's parameters follow the order of the encoding.
    public static Envelope Read(ref AvroReader reader, AvroStringPool strings) => new(
        reader.ReadLong(),
        reader.ReadLong(),
        reader.ReadString(strings),
        reader.ReadString(strings),
        reader.ReadString(strings),
        reader.ReadLong(),
        reader.ReadBoolean(),
        reader.ReadString(strings),
        reader.ReadPresent() ? ReadWindow(ref reader, strings) : null,
        reader.ReadInt());

    private static void WriteWindow(in Window value, ref AvroWriter writer)
    {
        writer.WriteString(value.Size);
        writer.WriteString(value.Step);
        writer.WriteLong(value.Start);
        writer.WriteLong(value.End);
    }

    private static Window ReadWindow(ref AvroReader reader, AvroStringPool strings) =>
        new(reader.ReadString(strings), reader.ReadString(strings), reader.ReadLong(), reader.ReadLong());
}
