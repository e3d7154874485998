using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Bench.Ta.Streams;
using Torghut.Common.Schemas;
using Torghut.Contracts;
using Torghut.Sandbox.ClickHouse;
using Torghut.Sandbox.Kafka;
using Torghut.Sandbox.Registry;

namespace Torghut.Bench.Ta;

/// <summary>
/// Everything around the service, in a process of its own: broker, registry with the contract's schemas, ClickHouse. Topics have one partition, so
/// that the service and an engine in the bench see the same order.
/// </summary>
internal static class PipelineServer
{
    public const string Argument = "pipeline";

    /// <summary>Says where the three listen, separated by spaces.</summary>
    public static async Task<int> ServeAsync(string directory)
    {
        var loggers = NullLoggerFactory.Instance;
        var broker = new KafkaBrokerOptions
        {
            DataDirectory = Path.Combine(directory, "kafka"),
            AutoCreateTopics = false,
            Topics =
            [
                .. Topics.All.Select(t => new KafkaTopicDefinition(t.Name, 1) { CleanupPolicy = t.Cleanup == TopicCleanup.Compact ? "compact" : "delete" }),
                new KafkaTopicDefinition(StreamsServer.BarsTopic, 1),
            ],
        };
        await using var kafka = await KafkaBroker.StartAsync(broker, loggers, CancellationToken.None);
        await using var registry = await RegistryServer.StartAsync(
            new RegistryOptions { DataDirectory = Path.Combine(directory, "registry") }, loggers, CancellationToken.None);
        await using var store = await ClickHouseServer.StartAsync(
            new ClickHouseOptions { DataDirectory = Path.Combine(directory, "clickhouse") }, loggers, CancellationToken.None);
        using var client = new SchemaRegistrySource(new SchemaRegistrySettings { Url = registry.BaseAddress }, TimeProvider.System);
        foreach (var topic in Topics.All)
        {
            if (ContractSchemas.ForTopic(topic.Name) is { } schema)
            {
                await client.RegisterAsync(ContractSchemas.Subject(topic.Name), schema);
            }
        }

        await ServerProcess.WaitForEndAsync($"{kafka.BootstrapServers} {registry.BaseAddress} {store.BaseAddress}");
        return 0;
    }
}
