using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A batch whose records were decompressed and found whole.</summary>
/// <param name="Header">The batch's head.</param>
/// <param name="Bytes">The decompressed records.</param>
internal readonly record struct OpenedBatch(BatchHeader Header, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>The records one after another: a small batch may hold millions, so they are never kept as a list.</summary>
    public IEnumerable<RecordView> Records => RecordReader.Walk(Bytes, Header);
}
