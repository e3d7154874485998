namespace Torghut.Ta.Status;

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
    int WaitingSignals)
{
    /// <summary>Largest event time seen less the smallest watermark of a log that is not idle, nanoseconds; null before any event.</summary>
    public static long? WatermarkLag(IReadOnlyList<PartitionSnapshot> partitions)
    {
        var newest = partitions.Max(p => p.LastEventTs);
        var watermarks = partitions.SelectMany(p => new[] { p.TradesIdle ? null : p.TradesWatermark, p.QuotesIdle ? null : p.QuotesWatermark });
        return newest is null ? null : newest - (watermarks.Min() ?? newest);
    }
}
