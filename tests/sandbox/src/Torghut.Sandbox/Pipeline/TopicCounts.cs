using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Sandbox.Pipeline;

/// <summary>Counts the records that a topic without transactions got since the first look: what is stored, whoever was restarted meanwhile.</summary>
internal sealed class TopicCounts : IDisposable
{
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(2);

    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly IAdminClient _admin;
    private readonly Dictionary<string, long> _first = new(StringComparer.Ordinal);

    public TopicCounts(string bootstrap)
    {
        _consumer = new ConsumerBuilder<byte[], byte[]>(new KafkaConnection(bootstrap).ToConsumerConfig("sandbox-counts"))
            .SetLogHandler((_, _) => { })
            .SetErrorHandler((_, _) => { })
            .Build();
        _admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
    }

    /// <exception cref="KafkaException">The broker does not answer.</exception>
    public long Read(string topic)
    {
        var end = _admin.GetMetadata(topic, ResponseTimeout).Topics.Single().Partitions
            .Sum(partition => _consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition.PartitionId), ResponseTimeout).High.Value);
        return end - (_first.TryAdd(topic, end) ? end : _first[topic]);
    }

    public void Dispose()
    {
        _admin.Dispose();
        _consumer.Dispose();
    }
}
