namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>A group's position in a partition.</summary>
internal readonly record struct CommittedOffset(long Offset, int LeaderEpoch, string? Metadata);
