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
    int WaitingSignals);
