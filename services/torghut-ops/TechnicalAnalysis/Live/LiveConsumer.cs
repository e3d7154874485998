using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Live;

/// <summary>
/// Reads committed records of the derived topics. It joins no group and commits nothing. A call that does not return costs the client, never its caller.
/// </summary>
internal sealed class LiveConsumer : IDisposable
{
    /// <summary>The client asks for a name; nothing is ever committed under it.</summary>
    private const string NoGroup = "torghut-ops-stream";

    /// <summary>What librdkafka may hold in advance, KiB: a stream is read as fast as it grows.</summary>
    private const int QueuedKilobytes = 4_096;

    // What the protocol calls the earliest and the latest offset, in the place of a time. Of committed records the latest is the last stable one.
    private static readonly Timestamp Earliest = new(-2, TimestampType.NotAvailable);
    private static readonly Timestamp Latest = new(-1, TimestampType.NotAvailable);

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly CallGuard _guard;

    /// <param name="tellsEnds">Whether <see cref="PollAsync"/> also gives the ends of partitions as they are reached.</param>
    public LiveConsumer(KafkaConnection connection, bool tellsEnds, TimeProvider time)
    {
        var config = connection.ToConsumerConfig(NoGroup);
        config.EnablePartitionEof = tellsEnds;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.QueuedMaxMessagesKbytes = QueuedKilobytes;
        _consumer = new ConsumerBuilder<byte[]?, byte[]?>(config).SetLogHandler(static (_, _) => { }).SetErrorHandler(static (_, _) => { }).Build();
        _guard = new CallGuard("ta_stream", time);
    }

    /// <summary>The oldest offsets that are kept, and the first ones that are not committed yet.</summary>
    /// <exception cref="KafkaException">A broker did not answer in time, or there is no such topic.</exception>
    public Task<(LivePosition Earliest, LivePosition Latest)> EndsAsync() => _guard.RunAsync("offsets", CallLimit, () =>
    {
        using var admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
        var partitions = LiveTopic.All.SelectMany(topic => PartitionsOf(admin, topic.Name)).ToArray();
        return (At(partitions, Earliest), At(partitions, Latest));
    });

    public Task AssignAsync(IEnumerable<TopicPartitionOffset> offsets) => _guard.RunAsync("assign", CallLimit, () =>
    {
        _consumer.Assign(offsets);
        return true;
    });

    /// <summary>What came, at most so many; nothing after a short while without a record.</summary>
    /// <exception cref="KafkaException">A log does not hold the offset any more, or not yet.</exception>
    /// <exception cref="CallOverdueException">The client did not return.</exception>
    public Task<IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>> PollAsync(int most) => _guard.RunAsync("consume", CallLimit, () =>
    {
        var records = new List<ConsumeResult<byte[]?, byte[]?>>();
        for (var read = _consumer.Consume(Poll); read is not null; read = records.Count < most ? _consumer.Consume(TimeSpan.Zero) : null)
        {
            records.Add(read);
        }

        return (IReadOnlyList<ConsumeResult<byte[]?, byte[]?>>)records;
    });

    public void Dispose() => ClientDisposal.Of(_consumer, _guard);

    private static TopicPartition[] PartitionsOf(IAdminClient admin, string topic)
    {
        var found = admin.GetMetadata(topic, CallTimeout).Topics.Where(known => known.Topic == topic)
            .SelectMany(known => known.Partitions).Select(partition => new TopicPartition(topic, partition.PartitionId)).ToArray();
        return found.Length > 0 ? found : throw new KafkaException(new Error(ErrorCode.UnknownTopicOrPart, $"there is no topic {topic}"));
    }

    private LivePosition At(IEnumerable<TopicPartition> partitions, Timestamp time) =>
        LivePosition.Of(_consumer.OffsetsForTimes(partitions.Select(partition => new TopicPartitionTimestamp(partition, time)), CallTimeout));
}
