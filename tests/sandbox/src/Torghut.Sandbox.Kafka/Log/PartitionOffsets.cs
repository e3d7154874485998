namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A consistent view of a partition's ends.</summary>
/// <param name="Start">The first offset that can be read.</param>
/// <param name="LastStable">The first offset whose transaction is still open, or <paramref name="End"/>.</param>
/// <param name="End">The offset the next record will get; one node, so also the high watermark.</param>
internal readonly record struct PartitionOffsets(long Start, long LastStable, long End);
