using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
using Torghut.Contracts;

namespace Torghut.Ta.Kafka;

/// <summary>Makes the service's Kafka clients, with every queue bounded. Open, so that a test can put clients here that need no broker.</summary>
internal class KafkaClients(TaKafkaOptions options, ILogger<KafkaClients> logger)
{
    private const int PrefetchKilobytes = 8 * 1024;
    private const int PrefetchMessages = 10_000;
    private const int FetchBytes = 4 * 1024 * 1024;
    private const int FetchWaitMs = 50;
    private const int FetchBackoffMs = 5;
    private const int ShowOffsetsMs = 1_000;
    private const int ProducerKilobytes = 32 * 1024;
    private const int ProducerMessages = 50_000;

    public TaKafkaOptions Options => options;

    public virtual IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig(options.Connection.ToClientConfig()) { ClientId = options.ClientId })
        .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
        .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error))
        .Build();

    /// <param name="isolation">Whether records of open transactions count.</param>
    public virtual IEndOffsetClient EndOffsets(IsolationLevel isolation)
    {
        var config = options.Connection.ToConsumerConfig(options.GroupId);
        config.ClientId = options.ClientId;
        config.IsolationLevel = isolation;
        return new EndOffsetClient(Logged(new ConsumerBuilder<Ignore, Ignore>(config)));
    }

    /// <summary>
    /// The range assignor gives one member the same partition numbers of every topic it subscribes to, which is what joins trades and
    /// quotes of a symbol in one place.
    /// </summary>
    /// <param name="reset">Where a consumer goes that is no member and was told an offset that is not there.</param>
    /// <param name="member">Whether it joins the group, rather than being told what to read.</param>
    /// <param name="showsOffsets">Whether the client sends the offsets it was given to the group by itself, without anybody waiting for it.</param>
    public virtual ConsumerBuilder<TKey, TValue> Consumer<TKey, TValue>(string groupId, OffsetReset reset, bool member = true, bool showsOffsets = false)
    {
        var config = options.Connection.ToConsumerConfig(groupId);
        config.EnableAutoCommit = showsOffsets;
        config.AutoCommitIntervalMs = ShowOffsetsMs;
        config.ClientId = options.ClientId;
        // A member says itself where it goes on, and a log that moved away under it ends its session: the client would jump without a word.
        config.AutoOffsetReset = member ? AutoOffsetReset.Error : reset == OffsetReset.Earliest ? AutoOffsetReset.Earliest : AutoOffsetReset.Latest;
        config.PartitionAssignmentStrategy = PartitionAssignmentStrategy.Range;
        config.EnablePartitionEof = true;
        config.SessionTimeoutMs = (int)options.SessionTimeout.TotalMilliseconds;
        if (member && options.GroupInstanceId.Length > 0)
        {
            config.GroupInstanceId = options.GroupInstanceId;
        }

        config.HeartbeatIntervalMs = Math.Max(200, (int)options.SessionTimeout.TotalMilliseconds / 5);
        config.QueuedMaxMessagesKbytes = PrefetchKilobytes;
        config.QueuedMinMessages = PrefetchMessages;
        config.FetchMaxBytes = FetchBytes;
        config.MaxPartitionFetchBytes = FetchBytes / 4;
        // A log that is read again after a pause waits for the fetch under way, so that must not wait long for records itself.
        config.FetchWaitMaxMs = FetchWaitMs;
        // The default of a second caps a partition at one full prefetch queue a second, which a replay exceeds by far.
        config.FetchQueueBackoffMs = FetchBackoffMs;
        config.ConsumeResultFields = "topic";
        return Logged(new ConsumerBuilder<TKey, TValue>(config));
    }

    /// <summary>Reads a member's records in batches.</summary>
    public virtual BatchReader Reader(IConsumer<Ignore, Ignore> consumer, IReadOnlyList<string> topics, int capacity) =>
        BatchReader.Of(consumer, topics, capacity);

    /// <summary>Of all producers that this gives for a partition, only the newest can commit.</summary>
    public ProducerBuilder<byte[]?, byte[]> PartitionProducer(int partition) => Producer($"{options.GroupId}-{partition}");

    /// <param name="transactionalId">Null for a producer without transactions.</param>
    public virtual ProducerBuilder<byte[]?, byte[]> Producer(string? transactionalId)
    {
        var config = options.Connection.ToProducerConfig();
        config.ClientId = options.ClientId;
        config.LingerMs = 5;
        config.MessageMaxBytes = Topics.LargestTaState;
        config.QueueBufferingMaxMessages = ProducerMessages;
        config.QueueBufferingMaxKbytes = ProducerKilobytes;
        if (transactionalId is not null)
        {
            config.TransactionalId = transactionalId;
            config.TransactionTimeoutMs = (int)options.TransactionTimeout.TotalMilliseconds;
            // A failed record fails the transaction, so nobody needs to look at each report.
            config.EnableDeliveryReports = false;
        }

        return new ProducerBuilder<byte[]?, byte[]>(config)
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error));
    }

    private ConsumerBuilder<TKey, TValue> Logged<TKey, TValue>(ConsumerBuilder<TKey, TValue> builder) => builder
        .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
        .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error));
}
