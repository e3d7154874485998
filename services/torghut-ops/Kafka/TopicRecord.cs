namespace Torghut.Ops.Kafka;

/// <summary>A record as it lies in its log.</summary>
internal sealed record TopicRecord(string Topic, int Partition, long Offset, DateTimeOffset Timestamp, byte[]? Key, byte[]? Value);
