namespace Torghut.Ops.Replay;

/// <summary>Where a group was in a partition.</summary>
internal sealed record GroupPosition(string Topic, int Partition, long Offset);
