using Confluent.Kafka;

namespace Torghut.Common.Kafka;

/// <summary>
/// Asks with a consumer that belongs to no group. An administrator's ListOffsets would do as well while all brokers are there, but towards one that refuses
/// connections it tries again without a pause, ten thousand times a second, and it goes on asking the leader it knew (docs/adr/0035-broker-loss.md).
/// </summary>
/// <param name="builder">Of a consumer of committed records.</param>
public sealed class EndOffsetClient(ConsumerBuilder<Ignore, Ignore> builder) : IEndOffsetClient
{
    /// <summary>What the protocol calls the latest offset, in the place of a time.</summary>
    private static readonly Timestamp Latest = new(-1, TimestampType.NotAvailable);

    private readonly IConsumer<Ignore, Ignore> _consumer = builder.Build();
    private IAdminClient? _metadata;

    public IReadOnlyList<TopicPartitionOffset> Ask(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout) =>
        _consumer.OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, Latest)), timeout);

    public void FindLeaders(string topic, TimeSpan timeout)
    {
        _metadata ??= new DependentAdminClientBuilder(_consumer.Handle).Build();
        _metadata.GetMetadata(topic, timeout);
    }

    public void Dispose()
    {
        _metadata?.Dispose();
        _consumer.Dispose();
    }
}
