namespace Torghut.Ta.EventTime;

/// <summary>A log's clock as a commit keeps it. Times are nanoseconds; <see cref="PartitionWatermark.None"/> stands for what is not known.</summary>
/// <param name="MaxEventTs">Largest event time.</param>
/// <param name="ClosedSecond">Windows that end at this epoch second or before are closed.</param>
/// <param name="Receipt">When the newest of the last events was received, see <see cref="LatestReceipts"/>.</param>
internal readonly record struct SavedClock(long MaxEventTs, long ClosedSecond, long Receipt)
{
    public static SavedClock Unknown { get; } = new(PartitionWatermark.None, PartitionWatermark.None, PartitionWatermark.None);

    /// <summary>Whether the clock is further ahead of what its log says than an event may be.</summary>
    public bool IsAhead(long maxFutureNanos) =>
        MaxEventTs != PartitionWatermark.None && Receipt != PartitionWatermark.None && MaxEventTs - maxFutureNanos > Receipt;
}
