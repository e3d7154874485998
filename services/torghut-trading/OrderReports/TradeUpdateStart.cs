using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Trading.Observability;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// Where trade updates are read from when partitions are assigned. The group goes on at what it has committed; what retention took before it was read is
/// counted and shown (reconciliation reads the same facts from the broker), and a commit beyond the log's end is an error that stands until somebody looks at
/// it.
/// </summary>
internal sealed class TradeUpdateStart(TradingMetrics metrics, ILogger<TradeUpdateStart> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Limit = Timeout + TimeSpan.FromSeconds(2);
    private long _gap;

    /// <summary>Records that were gone before they were read, since the process started.</summary>
    public long Gap => Interlocked.Read(ref _gap);

    /// <exception cref="InvalidOperationException">The group has read further than a log goes.</exception>
    /// <exception cref="KafkaException">The brokers do not say.</exception>
    /// <exception cref="CallOverdueException">The client does not return.</exception>
    public IReadOnlyList<TopicPartitionOffset> Find(IConsumer<byte[], byte[]> consumer, CallGuard guard, List<TopicPartition> partitions)
    {
        var committed = guard.Run(nameof(consumer.Committed), Limit, () => consumer.Committed(partitions, Timeout));
        return [.. committed.Select(offset => Find(offset, Log(offset.TopicPartition)))];

        WatermarkOffsets Log(TopicPartition partition) =>
            guard.Run(nameof(consumer.QueryWatermarkOffsets), Limit, () => consumer.QueryWatermarkOffsets(partition, Timeout));
    }

    /// <summary>Where one log is read from, given what the group has committed (negative: nothing) and what the log holds.</summary>
    /// <exception cref="InvalidOperationException">The group has read further than the log goes.</exception>
    public TopicPartitionOffset Find(TopicPartitionOffset committed, WatermarkOffsets log)
    {
        var start = StartOffset.Find(committed.Offset, log, Offset.Beginning)
            ?? throw new InvalidOperationException(StartOffset.Beyond(committed, log, "Restore it, reset the group's offsets, or use another group."));
        if (start.Gap > 0)
        {
            Interlocked.Add(ref _gap, start.Gap);
            metrics.InputGap(start.Gap);
            TradingLog.TradeUpdateGap(logger, committed.Topic, committed.Partition.Value, start.Gap, committed.Offset.Value, start.Offset);
        }

        return new TopicPartitionOffset(committed.TopicPartition, start.Offset);
    }
}
