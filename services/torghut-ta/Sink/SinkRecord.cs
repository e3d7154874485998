using Torghut.Common.Kafka.Batches;

namespace Torghut.Ta.Sink;

/// <summary>A record of a derived topic, wherever its bytes are.</summary>
internal readonly ref struct SinkRecord
{
    public int Partition { get; init; }

    public long Offset { get; init; }

    public bool HasKey { get; init; }

    public ReadOnlySpan<byte> Key { get; init; }

    public bool HasValue { get; init; }

    public ReadOnlySpan<byte> Value { get; init; }

    public static SinkRecord Of(in ConsumedRecord record) => new()
    {
        Partition = record.Partition,
        Offset = record.Offset,
        HasKey = record.HasKey,
        Key = record.Key,
        HasValue = record.HasValue,
        Value = record.Value,
    };
}
