namespace Torghut.Contracts;

/// <summary>What the contract fixes for a topic.</summary>
/// <param name="Name">Topic name.</param>
/// <param name="Partitions">Partition count; configuration may change it for all co-partitioned topics together.</param>
/// <param name="Retention">How long records are kept; null keeps them for as long as compaction does.</param>
/// <param name="Cleanup">Cleanup policy.</param>
/// <param name="MaxMessageBytes">Bytes of the largest batch of records that it takes; null leaves that to the broker, which takes about a million.</param>
public sealed record TopicDefinition(string Name, int Partitions, TimeSpan? Retention, TopicCleanup Cleanup, int? MaxMessageBytes = null);
