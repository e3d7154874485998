using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Trading.OrderReports;

/// <summary>How far trade updates were read, and whether reading them has stalled. Used by one consumer's thread.</summary>
/// <param name="ends">Where the brokers say that the logs end.</param>
internal sealed class TradeUpdatePosition(EndOffsetWatch ends, TimeProvider time)
{
    private readonly StallWatch _stalls = new(StallWatch.Limit, time);
    private readonly Dictionary<TopicPartition, long> _next = [];

    /// <summary>Other partitions are read from now on.</summary>
    public void Begin(IReadOnlyCollection<TopicPartition> partitions)
    {
        _next.Clear();
        _stalls.Clear();
        foreach (var partition in partitions)
        {
            _next[partition] = -1;
        }

        ends.Watch(partitions);
    }

    /// <summary>A record was given, or a log read to its end.</summary>
    public void Reached(ConsumeResult<byte[], byte[]> record) =>
        _next[record.TopicPartition] = record.IsPartitionEOF ? record.Offset.Value : record.Offset.Value + 1;

    /// <exception cref="ConsumerStalledException">A log gives nothing although there is more.</exception>
    public void ThrowIfStalled()
    {
        foreach (var (partition, next) in _next)
        {
            if (ends.Of(partition) is { } end && _stalls.IsStalled(partition, next, end))
            {
                throw new ConsumerStalledException(partition, next, end.Offset, StallWatch.Limit);
            }
        }
    }
}
