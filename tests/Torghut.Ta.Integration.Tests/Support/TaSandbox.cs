using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro.Registry;
using Torghut.Contracts;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Support;

/// <summary>A broker and a registry with the contract's topics and schemas, in this process; torghut-ta runs in its own.</summary>
internal sealed class TaSandbox : IAsyncDisposable
{
    private readonly string _folder;
    private readonly HttpClient _http = new();

    private TaSandbox(string folder, KafkaBroker broker, RegistryServer registry)
    {
        _folder = folder;
        Broker = broker;
        RegistryServer = registry;
        Registry = new SchemaRegistryClient(_http, new SchemaRegistryConfig { Url = registry.BaseAddress });
    }

    public KafkaBroker Broker { get; }

    public RegistryServer RegistryServer { get; }

    public ISchemaRegistryClient Registry { get; }

    public string Folder => _folder;

    public string Bootstrap => Broker.BootstrapServers;

    public static async Task<TaSandbox> StartAsync(int partitions = 3)
    {
        var folder = Path.Combine(Path.GetTempPath(), "torghut-ta-" + Guid.NewGuid().ToString("N")[..12]);
        Directory.CreateDirectory(folder);
        var topics = Topics.All.Select(topic => new KafkaTopicDefinition(topic.Name, topic.Partitions == 1 ? 1 : partitions)
        {
            CleanupPolicy = topic.Cleanup == TopicCleanup.Compact ? "compact" : "delete",
        });
        var broker = await KafkaBroker.StartAsync(
            new KafkaBrokerOptions { DataDirectory = Path.Combine(folder, "kafka"), Topics = [.. topics], AutoCreateTopics = false },
            NullLoggerFactory.Instance, CancellationToken.None);
        var registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(folder, "registry") }, NullLoggerFactory.Instance, CancellationToken.None);
        var sandbox = new TaSandbox(folder, broker, registry);
        foreach (var topic in Topics.All)
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
                await sandbox.Registry.RegisterSchemaAsync(ContractSchemas.Subject(topic.Name), schema);
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
        foreach (var (key, value) in changes) environment[key] = value;
        return environment;
    }

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
        await Broker.DisposeAsync();
        await RegistryServer.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
