namespace Torghut.Ta.EventTime;

/// <summary>
/// When the last two events of a log were received. A clock that is ahead of both is ahead of its log: of a single event the receipt may be as wrong as
/// anything else.
/// </summary>
internal struct LatestReceipts()
{
    private long _last = PartitionWatermark.None;
    private long _before = PartitionWatermark.None;

    /// <summary>The later of the two, nanoseconds; <see cref="PartitionWatermark.None"/> before two have come.</summary>
    public readonly long Newest => _before == PartitionWatermark.None ? PartitionWatermark.None : Math.Max(_last, _before);

    public void Add(long ingestTs) => (_before, _last) = (_last, ingestTs);

    public void Restore(long newest) => (_before, _last) = (newest, newest);
}
