using Torghut.ClickHouse;
using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>The columns of <see cref="TaColumns.Origin"/>, in their order: the row's own record, and the records it was computed from.</summary>
internal static class RowOrigin
{
    public static void Write(in RecordPosition position, in Lineage? lineage, ClickHouseRowBinaryWriter writer)
    {
        writer.WriteString(position.Topic);
        Write(position.Partition, writer);
        Write(position.Offset, writer);
        writer.WriteString(lineage?.Topic ?? "");
        Write(lineage?.Partition, writer);
        Write(lineage?.FirstOffset, writer);
        Write(lineage?.LastOffset, writer);
    }

    private static void Write(int? partition, ClickHouseRowBinaryWriter writer)
    {
        if (partition is not { } value)
        {
            writer.WriteNull();
            return;
        }

        writer.WriteNotNull();
        writer.WriteInt32(value);
    }

    private static void Write(long? offset, ClickHouseRowBinaryWriter writer)
    {
        if (offset is not { } value)
        {
            writer.WriteNull();
            return;
        }

        writer.WriteNotNull();
        writer.WriteInt64(value);
    }
}
