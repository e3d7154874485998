namespace Torghut.Ta.Status;

/// <summary>One partition. Times are nanoseconds since the Unix epoch; offsets are the next to read.</summary>
/// <param name="HeldBack">Records that wait for the other log.</param>
/// <param name="DamagedStates">States of the changelog that could not be read.</param>
/// <param name="InputGapRecords">Records that retention took before they were read.</param>
/// <param name="Fault">A stable word for what is wrong with it; null when nothing is.</param>
/// <param name="CorporateActions">Those that are known of its symbols, as many as fit.</param>
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
    int WaitingSignals,
    int HeldBack,
    int DamagedStates,
    long InputGapRecords,
    string? Fault,
    IReadOnlyList<ActionSnapshot> CorporateActions)
{
    /// <summary>Largest event time seen less the smallest watermark of a log that is not idle, nanoseconds; null before any event.</summary>
    public static long? WatermarkLag(IReadOnlyList<PartitionSnapshot> partitions)
    {
        var newest = partitions.Max(p => p.LastEventTs);
        var watermarks = partitions.SelectMany(p => new[] { p.TradesIdle ? null : p.TradesWatermark, p.QuotesIdle ? null : p.QuotesWatermark });
        return newest is null ? null : newest - (watermarks.Min() ?? newest);
    }
}
