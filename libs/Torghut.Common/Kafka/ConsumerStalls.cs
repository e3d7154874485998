using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>
/// Notices a consumer that is given nothing although there is more and the brokers say so: how far it has come, compared with where they say that its logs
/// end. Used by the consumer's thread.
/// </summary>
/// <param name="ends">Where the brokers say that the logs end; given back with this.</param>
/// <param name="time">Measures how long a position stands still.</param>
/// <param name="stalled">Is told of each stall, for whoever counts them.</param>
public sealed class ConsumerStalls(EndOffsetWatch ends, TimeProvider time, Action? stalled = null) : IDisposable
{
    private readonly StallWatch _watch = new(StallWatch.Limit, time);

    /// <summary>Other logs are read from now on.</summary>
    public void Begin(IReadOnlyCollection<TopicPartition> partitions)
    {
        _watch.Clear();
        ends.Watch(partitions);
    }

    /// <summary>Where a broker said last that a log ends; null before the first response.</summary>
    public EndOffset? EndOf(TopicPartition partition) => ends.Of(partition);

    /// <param name="position">Offset to be given next.</param>
    /// <exception cref="ConsumerStalledException">The log gives nothing although there is more; another consumer may be given it.</exception>
    public void ThrowIfStalled(TopicPartition partition, long position)
    {
        if (ends.Of(partition) is { } end && _watch.IsStalled(partition, position, end))
        {
            stalled?.Invoke();
            throw new ConsumerStalledException(partition, position, end.Offset, StallWatch.Limit);
        }
    }

    public void Dispose() => ends.Dispose();
}
