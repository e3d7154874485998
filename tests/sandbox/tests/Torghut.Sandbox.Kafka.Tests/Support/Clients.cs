using Confluent.Kafka;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>librdkafka clients as the suite's services configure them, and what tests ask of them.</summary>
internal static class Clients
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(120);

    public static IAdminClient Admin(string? bootstrap = null) =>
        new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap ?? TestKafka.Bootstrap }).SetLogHandler((_, _) => { }).Build();

    public static IProducer<string?, string?> Producer(Action<ProducerConfig>? change = null)
    {
        var config = new ProducerConfig
        {
            BootstrapServers = TestKafka.Bootstrap,
            EnableIdempotence = true,
            Acks = Acks.All,
            LingerMs = 2,
            CompressionType = CompressionType.Lz4,
            Partitioner = Partitioner.Murmur2Random,
        };
        change?.Invoke(config);
        return new ProducerBuilder<string?, string?>(config).SetKeySerializer(Utf8OrNull.Instance).SetValueSerializer(Utf8OrNull.Instance)
            .SetLogHandler((_, _) => { }).Build();
    }

    public static IConsumer<string?, string?> Consumer(string group, Action<ConsumerConfig>? change = null, Action<ConsumerBuilder<string?, string?>>? build =
        null)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = TestKafka.Bootstrap,
            GroupId = group,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            SessionTimeoutMs = 6_000,
            HeartbeatIntervalMs = 500,
            TopicMetadataRefreshIntervalMs = 1_000,
        };
        change?.Invoke(config);
        var builder = new ConsumerBuilder<string?, string?>(config).SetKeyDeserializer(Utf8OrNull.Instance).SetValueDeserializer(Utf8OrNull.Instance)
            .SetLogHandler((_, _) => { });
        build?.Invoke(builder);
        return builder.Build();
    }

    /// <summary>Everything in a topic up to its end as seen at the given isolation, in partition order.</summary>
    public static List<ConsumeResult<string?, string?>> ReadAll(
        string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted, int partitions = 1, string? bootstrap = null)
    {
        using var consumer = Consumer("reader-" + Guid.NewGuid(), c =>
        {
            c.IsolationLevel = isolation;
            c.EnablePartitionEof = true;
            c.BootstrapServers = bootstrap ?? TestKafka.Bootstrap;
        });
        consumer.Assign(Enumerable.Range(0, partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
        var records = new List<ConsumeResult<string?, string?>>();
        for (var ended = 0; ended < partitions;)
        {
            var record = consumer.Consume(Timeout) ?? throw new TimeoutException($"{topic}: {records.Count} records, then neither a record nor the end");
            if (record.IsPartitionEOF)
            {
                ended++;
            }
            else
            {
                records.Add(record);
            }
        }

        return records;
    }

    public static List<string?> Values(string topic, IsolationLevel isolation = IsolationLevel.ReadCommitted, int partitions = 1, string? bootstrap = null) =>
        [.. ReadAll(topic, isolation, partitions, bootstrap).Select(r => r.Message.Value)];

    /// <summary>Sends values one after the other into one partition and waits for all.</summary>
    public static async Task<List<DeliveryResult<string?, string?>>> SendAsync(string topic, IEnumerable<string?> values, int partition = 0, string? key = null,
        string? bootstrap = null)
    {
        using var producer = Producer(c => c.BootstrapServers = bootstrap ?? TestKafka.Bootstrap);
        var sent = values.Select(v => producer.ProduceAsync(new TopicPartition(topic, partition), new Message<string?, string?> { Key = key, Value = v }))
            .ToList();
        return [.. await Task.WhenAll(sent)];
    }
}
