using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Trading.OrderReports;

/// <summary>How far trade updates were read, and whether reading them has stalled. Used by one consumer's thread.</summary>
/// <param name="stalls">Notices that nothing more is given.</param>
internal sealed class TradeUpdatePosition(ConsumerStalls stalls)
{
    private readonly Dictionary<TopicPartition, long> _next = [];

    /// <summary>Other partitions are read from now on.</summary>
    public void Begin(IReadOnlyCollection<TopicPartition> partitions)
    {
        _next.Clear();
        foreach (var partition in partitions)
        {
            _next[partition] = -1;
        }

        stalls.Begin(partitions);
    }

    /// <summary>A record was given, or a log read to its end.</summary>
    public void Reached(ConsumeResult<byte[], byte[]> record) =>
        _next[record.TopicPartition] = record.IsPartitionEOF ? record.Offset.Value : record.Offset.Value + 1;

    /// <exception cref="ConsumerStalledException">A log gives nothing although there is more.</exception>
    public void ThrowIfStalled()
    {
        foreach (var (partition, next) in _next)
        {
            stalls.ThrowIfStalled(partition, next);
        }
    }
}
