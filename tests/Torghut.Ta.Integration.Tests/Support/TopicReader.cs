using Confluent.Kafka;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>
/// A read-committed reader of a topic that remembers what it has read: a test that waits for a record asks dozens of times, and a consumer of its own for
/// each would cost more than what is tested.
/// </summary>
internal sealed class TopicReader : IDisposable
{
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    private readonly string _topic;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly Dictionary<int, long> _next;
    private readonly List<(int Partition, byte[] Key, byte[] Value)> _records = [];

    public TopicReader(string bootstrap, string topic)
    {
        _topic = topic;
        _consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "reader-" + Guid.NewGuid().ToString("N"),
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnablePartitionEof = true,
            EnableAutoCommit = false,
        }).Build();
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        _next = admin.GetMetadata(topic, Timeout).Topics[0].Partitions.ToDictionary(p => p.PartitionId, _ => 0L);
    }

    /// <summary>Every committed record up to where the topic ended when asked: one that is written to all the time has no end to wait for.</summary>
    public IReadOnlyList<(int Partition, byte[] Key, byte[] Value)> Read()
    {
        var ends = _next.Keys.ToDictionary(p => p, p => _consumer.QueryWatermarkOffsets(new TopicPartition(_topic, p), Timeout).High.Value);
        var left = _next.Where(next => ends[next.Key] > next.Value).Select(next => next.Key).ToHashSet();
        _consumer.Assign(left.Select(p => new TopicPartitionOffset(_topic, p, _next[p])));
        while (left.Count > 0)
        {
            var result = _consumer.Consume(Timeout) ?? throw new TimeoutException($"{_topic} could not be read to its end.");
            var partition = result.Partition.Value;
            if (!left.Contains(partition))
            {
                // Fetched behind the end that was asked for: it is read again when it is asked for.
                continue;
            }

            if (!result.IsPartitionEOF)
            {
                _records.Add((partition, result.Message.Key, result.Message.Value));
            }

            // At its end a partition names the offset that comes next, behind markers of transactions that nobody sees.
            _next[partition] = result.IsPartitionEOF ? result.Offset.Value : result.Offset.Value + 1;
            if (result.IsPartitionEOF || _next[partition] >= ends[partition])
            {
                left.Remove(partition);
            }
        }

        _consumer.Unassign();
        return [.. _records];
    }

    public void Dispose() => _consumer.Dispose();
}
