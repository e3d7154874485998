using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>
/// A broker and a registry with the contract's topics and schemas; torghut-ta runs in a process of its own. The broker is the sandbox's in
/// this process, or the one that TORGHUT_TEST_KAFKA names: there every sandbox has topics and groups of its own, deleted afterwards.
/// </summary>
internal sealed class TaSandbox : IAsyncDisposable
{
    /// <summary>Brokers other than the sandbox's refuse shorter ones unless they are told otherwise (group.min.session.timeout.ms).</summary>
    private const int ShortestSessionMs = 6_000;

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(10);

    private static readonly string? External = System.Environment.GetEnvironmentVariable("TORGHUT_TEST_KAFKA") is { Length: > 0 } named ? named : null;

    private readonly string _folder;
    private readonly KafkaBroker? _broker;
    private readonly SchemaRegistrySource _registry;
    private readonly Dictionary<string, TopicReader> _readers = [];

    private TaSandbox(string folder, KafkaBroker? broker, RegistryServer registry)
    {
        _folder = folder;
        _broker = broker;
        Suffix = broker is null ? "." + Guid.NewGuid().ToString("N")[..8] : "";
        RegistryServer = registry;
        _registry = new SchemaRegistrySource(new SchemaRegistrySettings { Url = registry.BaseAddress }, TimeProvider.System);
    }

    /// <summary>For tests of the broker's faults; they are skipped with another cluster.</summary>
    public KafkaBroker Broker
    {
        get
        {
            if (_broker is null)
            {
                Assert.Ignore("Needs the sandbox broker's fault panel; TORGHUT_TEST_KAFKA names another cluster.");
            }

            return _broker;
        }
    }

    public RegistryServer RegistryServer { get; }

    public DerivedTopic<Microbar> Microbars => new(this, Topics.TaMicrobars, RecordCodecs.Microbar, bar => (bar.Envelope.Seq, bar.Envelope.Symbol));

    public DerivedTopic<Signal> Signals => new(this, Topics.TaSignals, RecordCodecs.Signal, signal => (signal.Envelope.Seq, signal.Envelope.Symbol));

    public ISchemaSource Registry => _registry;

    public string Folder => _folder;

    public string Bootstrap => _broker?.BootstrapServers ?? External!;

    /// <summary>What this sandbox's topics and groups have behind their names, always of the same length.</summary>
    public string Suffix { get; }

    public string Topic(string name) => name + Suffix;

    public string Group(string name) => name + Suffix;

    public static async Task<TaSandbox> StartAsync(int partitions = 3)
    {
        var folder = Path.Combine(Path.GetTempPath(), "torghut-ta-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        var broker = External is null
            ? await KafkaBroker.StartAsync(
                new KafkaBrokerOptions { DataDirectory = Path.Combine(folder, "kafka"), AutoCreateTopics = false }, NullLoggerFactory.Instance,
                CancellationToken.None)
            : null;
        var registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(folder, "registry") }, NullLoggerFactory.Instance, CancellationToken.None);
        var sandbox = new TaSandbox(folder, broker, registry);
        await sandbox.CreateTopicsAsync(partitions);
        foreach (var topic in Topics.All)
        {
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
            {
                await sandbox.Registry.RegisterAsync(ContractSchemas.Subject(sandbox.Topic(topic.Name)), schema);
            }
        }

        return sandbox;
    }

    /// <summary>Settings of a service on this sandbox, quick to commit and to call a log idle.</summary>
    public Dictionary<string, string> Environment(params (string Key, string Value)[] changes)
    {
        var environment = new Dictionary<string, string>
        {
            ["TORGHUT_BIND_ADDRESS"] = "127.0.0.1",
            ["TA_HEALTH_PORT"] = ServiceProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["TA_METRICS_PORT"] = ServiceProcess.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["TA_KAFKA_BOOTSTRAP"] = Bootstrap,
            ["TA_SCHEMA_REGISTRY_URL"] = RegistryServer.BaseAddress.ToString(),
            ["TA_AUTO_OFFSET_RESET"] = "earliest",
            ["TA_CHECKPOINT_INTERVAL_MS"] = "50",
            ["TA_WATERMARK_IDLE_TIMEOUT_MS"] = "1000",
            ["TA_STATUS_INTERVAL_MS"] = "200",
        };
        if (_broker is null)
        {
            NameEverything(environment);
        }

        foreach (var (key, value) in changes)
        {
            environment[key] = value;
        }

        if (_broker is null && environment.TryGetValue("TA_KAFKA_SESSION_TIMEOUT_MS", out var session)
            && int.Parse(session, System.Globalization.CultureInfo.InvariantCulture) < ShortestSessionMs)
        {
            environment["TA_KAFKA_SESSION_TIMEOUT_MS"] = ShortestSessionMs.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return environment;
    }

    /// <summary>Every committed record of a topic so far.</summary>
    public IReadOnlyList<(int Partition, byte[] Key, byte[] Value)> Read(string topic)
    {
        if (!_readers.TryGetValue(topic, out var reader))
        {
            _readers[topic] = reader = new TopicReader(Bootstrap, topic);
        }

        return reader.Read();
    }

    /// <summary>Records of some topics that a group has not committed, as a tool that watches groups counts them.</summary>
    public long LagOf(string group, params string[] topics)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = Bootstrap, GroupId = group }).Build();
        using var admin = Admin();
        var partitions = topics.Select(topic => admin.GetMetadata(Topic(topic), RequestTimeout).Topics.Single())
            .SelectMany(topic => topic.Partitions.Select(partition => new TopicPartition(topic.Topic, partition.PartitionId)));
        return consumer.Committed(partitions, RequestTimeout).Sum(
            committed => consumer.QueryWatermarkOffsets(committed.TopicPartition, RequestTimeout).High.Value - Math.Max(0, committed.Offset.Value));
    }

    public IAdminClient Admin() => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Bootstrap }).Build();

    public IProducer<string, byte[]> Producer() => new ProducerBuilder<string, byte[]>(new ProducerConfig
    {
        BootstrapServers = Bootstrap,
        Acks = Acks.All,
        EnableIdempotence = true,
        Partitioner = Partitioner.Murmur2Random,
        LingerMs = 2,
    }).Build();

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers.Values)
        {
            reader.Dispose();
        }

        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
        else
        {
            await DeleteTopicsAsync();
        }

        await RegistryServer.DisposeAsync();
        _registry.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task CreateTopicsAsync(int partitions)
    {
        using var admin = Admin();
        await admin.CreateTopicsAsync(Topics.All.Select(topic => new TopicSpecification
        {
            Name = Topic(topic.Name),
            NumPartitions = topic.Partitions == 1 ? 1 : partitions,
            ReplicationFactor = -1,
            Configs = new()
            {
                ["cleanup.policy"] = topic.Cleanup == TopicCleanup.Compact ? "compact" : "delete",
                ["retention.ms"] = "-1",
                ["max.message.bytes"] = (topic.MaxMessageBytes ?? 1_048_588).ToString(CultureInfo.InvariantCulture),
            },
        }));
    }

    private async Task DeleteTopicsAsync()
    {
        using var admin = Admin();
        await admin.DeleteTopicsAsync(Topics.All.Select(topic => Topic(topic.Name)));
    }

    private void NameEverything(Dictionary<string, string> environment)
    {
        environment["TA_GROUP_ID"] = Group("torghut-ta-live");
        environment["TA_TRADES_TOPIC"] = Topic(Topics.Trades);
        environment["TA_QUOTES_TOPIC"] = Topic(Topics.Quotes);
        environment["TA_BARS1M_TOPIC"] = Topic(Topics.Bars1m);
        environment["TA_MICROBARS_TOPIC"] = Topic(Topics.TaMicrobars);
        environment["TA_SIGNALS_TOPIC"] = Topic(Topics.TaSignals);
        environment["TA_STATUS_TOPIC"] = Topic(Topics.TaStatus);
        environment["TA_STATE_TOPIC"] = Topic(Topics.TaState);
        environment["TA_DEAD_LETTER_TOPIC"] = Topic(Topics.DeadLetter);
    }
}
