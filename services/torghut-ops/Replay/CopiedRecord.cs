using Confluent.Kafka;

namespace Torghut.Ops.Replay;

/// <summary>A record of a topic's copy.</summary>
/// <param name="TimestampMs">Kafka's time of it.</param>
internal sealed record CopiedRecord(int Partition, long Offset, long TimestampMs, byte[]? Key, byte[]? Value, Headers Headers);
