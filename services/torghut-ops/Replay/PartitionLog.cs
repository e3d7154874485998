namespace Torghut.Ops.Replay;

/// <summary>One partition of a topic.</summary>
/// <param name="Start">Oldest offset that is retained.</param>
/// <param name="End">Offset of the next record.</param>
/// <param name="Oldest">Kafka's time of the oldest record that is retained; null when there is none.</param>
/// <param name="Retention">How long records stay; null for as long as there is space.</param>
internal sealed record PartitionLog(string Topic, int Partition, long Start, long End, DateTimeOffset? Oldest, TimeSpan? Retention)
{
    /// <summary>Nothing was ever taken away.</summary>
    public bool IsComplete => Start == 0;
}
