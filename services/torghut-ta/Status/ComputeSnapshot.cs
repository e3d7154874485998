namespace Torghut.Ta.Status;

/// <summary>One look at the compute loop.</summary>
/// <param name="ErrorClass">Why it does not work; null while it does.</param>
internal sealed record ComputeSnapshot(
    bool Joined,
    string? ErrorClass,
    DateTimeOffset? LastCommit,
    IReadOnlyList<PartitionSnapshot> Partitions)
{
    public static ComputeSnapshot Starting { get; } = new(false, "starting", null, []);
}

/// <summary>One partition. Times are nanoseconds since the Unix epoch; offsets are the next to read.</summary>
internal sealed record PartitionSnapshot(
    int Partition,
    long TradesOffset,
    long QuotesOffset,
    long BarsOffset,
    long? LastEventTs,
    long? TradesWatermark,
    long? QuotesWatermark,
    bool TradesIdle,
    bool QuotesIdle,
    bool TradesPaused,
    bool QuotesPaused,
    int Symbols,
    int WaitingSignals);
