using Torghut.Contracts.Records;

namespace Torghut.Ta.Sink.Schema;

/// <summary>The columns of <see cref="TaColumns.Origin"/>, in their order: the row's own record, and the records it was computed from.</summary>
internal static class RowOrigin
{
    public static void Write(in RecordPosition position, in Lineage? lineage, RowBinaryWriter writer)
    {
        writer.WriteString(position.Topic);
        writer.WriteNullableInt32(position.Partition);
        writer.WriteNullableInt64(position.Offset);
        writer.WriteString(lineage?.Topic ?? "");
        writer.WriteNullableInt32(lineage?.Partition);
        writer.WriteNullableInt64(lineage?.FirstOffset);
        writer.WriteNullableInt64(lineage?.LastOffset);
    }
}
