using Confluent.Kafka;

namespace Torghut.Ws.Resume;

/// <summary>Reads the end of one topic, as far as it reached when it was asked for. Not safe for concurrent use.</summary>
internal sealed class TopicTail(IConsumer<byte[]?, byte[]?> consumer, IAdminClient admin, string topic)
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>What each partition holds.</summary>
    /// <exception cref="KafkaException">The cluster does not answer, or not to this user.</exception>
    public IReadOnlyList<TailRange> Whole() =>
    [
        .. admin.GetMetadata(topic, ResponseTimeout).Topics.Single().Partitions.Select(partition =>
        {
            var at = new TopicPartition(topic, partition.PartitionId);
            var offsets = consumer.QueryWatermarkOffsets(at, ResponseTimeout);
            return new TailRange(at, offsets.Low, offsets.High);
        }),
    ];

    /// <summary>What each partition holds since an instant of the producers' clocks.</summary>
    /// <inheritdoc cref="Whole" path="/exception"/>
    public IReadOnlyList<TailRange> Since(DateTimeOffset instant)
    {
        var whole = Whole();
        var at = new Timestamp(instant.UtcDateTime);
        var offsets = consumer.OffsetsForTimes(whole.Select(range => new TopicPartitionTimestamp(range.Partition, at)), ResponseTimeout)
            .ToDictionary(found => found.TopicPartition, found => found.Offset);
        return [.. whole.Select(range => range with { First = offsets[range.Partition] is { IsSpecial: false } first ? first.Value : range.End })];
    }

    /// <summary>The records of some ranges, each partition's in order.</summary>
    /// <inheritdoc cref="Whole" path="/exception"/>
    public IEnumerable<ConsumeResult<byte[]?, byte[]?>> Read(IEnumerable<TailRange> ranges, CancellationToken cancellationToken)
    {
        var ends = ranges.Where(range => !range.IsEmpty).ToDictionary(range => range.Partition);
        consumer.Assign(ends.Values.Select(range => new TopicPartitionOffset(range.Partition, range.First)));
        while (ends.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var result = consumer.Consume(ResponseTimeout) ?? throw new KafkaException(ErrorCode.Local_TimedOut);
            var isWanted = !result.IsPartitionEOF && ends.TryGetValue(result.TopicPartition, out var range) && result.Offset < range.End;
            if (isWanted)
            {
                yield return result;
            }

            // Compaction leaves holes, so the last offset need not exist.
            if (result.IsPartitionEOF || (ends.TryGetValue(result.TopicPartition, out range) && result.Offset >= range.End - 1))
            {
                ends.Remove(result.TopicPartition);
            }
        }

        consumer.Unassign();
    }
}
