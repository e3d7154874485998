using Torghut.Avro;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Codecs;

/// <summary>Binary form of <c>dead-letter.avsc</c>.</summary>
public static class DeadLetterCodec
{
    public static void Write(in DeadLetter value, ref AvroWriter writer)
    {
        writer.WriteString(value.Topic);
        writer.WriteInt(value.Partition);
        writer.WriteLong(value.Offset);
        writer.WriteString(value.Reason);
        OptionalCodec.WriteBytes(value.Key, ref writer);
        OptionalCodec.WriteBytes(value.Value, ref writer);
    }

    public static DeadLetter Read(ref AvroReader reader, AvroStringPool strings) => new(
        reader.ReadString(strings),
        reader.ReadInt(),
        reader.ReadLong(),
        reader.ReadString(strings),
        OptionalCodec.ReadBytes(ref reader),
        OptionalCodec.ReadBytes(ref reader));
}
