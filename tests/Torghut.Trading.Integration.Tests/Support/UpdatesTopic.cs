using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>A broker and a registry with the topic of trade updates, and a producer in the forwarder's place.</summary>
internal sealed class UpdatesTopic : IAsyncDisposable
{
    private readonly KafkaBroker _broker;
    private readonly RegistryServer _registry;
    private readonly IProducer<string, byte[]> _producer;
    private readonly IProducer<string, TradeUpdate> _updates;

    private UpdatesTopic(KafkaBroker broker, RegistryServer registry, int schemaId)
    {
        _broker = broker;
        _registry = registry;
        _producer =
            new ProducerBuilder<string, byte[]>(
            new ProducerConfig { BootstrapServers = broker.BootstrapServers, Acks = Acks.All, Partitioner = Partitioner.Murmur2Random }).Build();
        _updates = new DependentProducerBuilder<string, TradeUpdate>(_producer.Handle).SetValueSerializer(
            new AvroRecordSerializer<TradeUpdate>(RecordCodecs.TradeUpdate, schemaId)).Build();
    }

    public static async Task<UpdatesTopic> StartAsync(TradingStack stack)
    {
        var folder = Infrastructure.Folder(stack.DatabaseName + "-kafka");
        var broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions
            {
                DataDirectory = Path.Combine(folder, "kafka"),
                Topics = [new KafkaTopicDefinition(Topics.TradeUpdates, 3), new KafkaTopicDefinition(Topics.DeadLetter, 1)],
                AutoCreateTopics = false
            },
            NullLoggerFactory.Instance,
            CancellationToken.None);
        var registry = await RegistryServer.StartAsync(new RegistryOptions { DataDirectory = Path.Combine(folder, "registry") }, NullLoggerFactory.Instance,
            CancellationToken.None);
        using var client = new SchemaRegistrySource(new SchemaRegistrySettings { Url = registry.BaseAddress }, TimeProvider.System);
        var id = await client.RegisterAsync(ContractSchemas.Subject(Topics.TradeUpdates), ContractSchemas.TradeUpdate);
        await client.RegisterAsync(ContractSchemas.Subject(Topics.DeadLetter), ContractSchemas.DeadLetter);
        stack.Environment["TRADING_TRADE_UPDATES_ENABLED"] = "true";
        stack.Environment["KAFKA_BOOTSTRAP"] = broker.BootstrapServers;
        stack.Environment["SCHEMA_REGISTRY_URL"] = registry.BaseAddress.ToString();
        return new UpdatesTopic(broker, registry, id);
    }

    /// <summary>The broker gives no more records on the connections that there are, while everything else works.</summary>
    public void StallFetches() => _broker.Faults.StallFetches("rdkafka");

    public Task SendAsync(TradeUpdate update) =>
        _updates.ProduceAsync(Topics.TradeUpdates, new Message<string, TradeUpdate> { Key = update.Envelope.Symbol, Value = update });

    /// <summary>With a header of trace context, as the forwarder gives it or as it never would.</summary>
    public Task SendAsync(TradeUpdate update, byte[] traceParent) => _updates.ProduceAsync(
        Topics.TradeUpdates,
        new Message<string, TradeUpdate>
        {
            Key = update.Envelope.Symbol,
            Value = update,
            Headers = new Headers { { "traceparent", traceParent } },
        });

    public Task SendAsync(string key, byte[] value) => _producer.ProduceAsync(Topics.TradeUpdates, new Message<string, byte[]> { Key = key, Value = value });

    /// <summary>Sends records of which retention takes all but the last ones at once.</summary>
    public async Task SendAndCutAsync(string key, byte[] value, int records, int left)
    {
        TopicPartitionOffset last = null!;
        for (var i = 0; i < records; i++)
        {
            last = (await _producer.ProduceAsync(Topics.TradeUpdates, new Message<string, byte[]> { Key = key, Value = value })).TopicPartitionOffset;
        }

        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        await admin.DeleteRecordsAsync([new TopicPartitionOffset(last.TopicPartition, last.Offset.Value + 1 - left)]);
    }

    /// <summary>The first dead letters, in the order in which they were written. A letter that a process wrote again after a crash is one.</summary>
    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(int count)
    {
        using var client = new SchemaRegistrySource(new SchemaRegistrySettings { Url = _registry.BaseAddress }, TimeProvider.System);
        var decoder = new RecordDecoder<DeadLetter>(RecordCodecs.DeadLetter, client, TimeProvider.System);
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(
            new ConsumerConfig { BootstrapServers = _broker.BootstrapServers, GroupId = "test", AutoOffsetReset = AutoOffsetReset.Earliest }).Build();
        consumer.Assign(new TopicPartitionOffset(Topics.DeadLetter, 0, Offset.Beginning));
        var letters = new List<DeadLetter>();
        await Eventually.HoldsAsync(
            async () =>
            {
                while (letters.Count < count && consumer.Consume(TimeSpan.FromMilliseconds(100)) is { } record)
                {
                    var letter = (await decoder.DecodeAsync(record.Message.Value, CancellationToken.None)).Value;
                    if (!letters.Exists(known => (known.Partition, known.Offset) == (letter.Partition, letter.Offset)))
                    {
                        letters.Add(letter);
                    }
                }

                return letters.Count >= count;
            },
            $"{count} dead letters");
        return letters;
    }

    public async ValueTask DisposeAsync()
    {
        _updates.Dispose();
        _producer.Dispose();
        await _broker.DisposeAsync();
        await _registry.DisposeAsync();
    }
}
