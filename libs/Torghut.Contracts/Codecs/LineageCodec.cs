using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>The nullable field after <c>payload</c> of derived records.</summary>
internal static class LineageCodec
{
    public static void Write(in Lineage? value, ref AvroWriter writer)
    {
        if (!OptionalCodec.WritePresent(value.HasValue, ref writer))
        {
            return;
        }

        var lineage = value.GetValueOrDefault();
        writer.WriteString(lineage.Topic);
        writer.WriteInt(lineage.Partition);
        writer.WriteLong(lineage.FirstOffset);
        writer.WriteLong(lineage.LastOffset);
    }

    public static Lineage? Read(ref AvroReader reader, AvroStringPool strings) =>
        reader.ReadPresent() ? new Lineage(reader.ReadString(strings), reader.ReadInt(), reader.ReadLong(), reader.ReadLong()) : null;
}
