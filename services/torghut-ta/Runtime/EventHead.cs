using Torghut.Avro;

namespace Torghut.Ta.Runtime;

/// <summary>What the engine needs of a record's envelope. The rest is read over, and refused where it is not what the schema says.</summary>
internal readonly ref struct EventHead
{
    public required long IngestTs { get; init; }

    public required long EventTs { get; init; }

    public required ReadOnlySpan<byte> Feed { get; init; }

    public required ReadOnlySpan<byte> Channel { get; init; }

    public required string Symbol { get; init; }

    public required long Seq { get; init; }

    // The order of envelope.avsc; an initializer is evaluated as it is written.
    public static EventHead Read(ref AvroReader reader, AvroStringPool strings)
    {
        var head = new EventHead
        {
            IngestTs = reader.ReadLong(),
            EventTs = reader.ReadLong(),
            Feed = reader.ReadUtf8(),
            Channel = reader.ReadUtf8(),
            Symbol = reader.ReadString(strings),
            Seq = reader.ReadLong(),
        };
        reader.ReadBoolean();
        reader.ReadUtf8();
        if (reader.ReadPresent())
        {
            reader.ReadUtf8();
            reader.ReadUtf8();
            reader.ReadLong();
            reader.ReadLong();
        }

        reader.ReadInt();
        return head;
    }
}
