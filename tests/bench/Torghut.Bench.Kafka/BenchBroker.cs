using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>The sandbox broker with a topic for each run.</summary>
internal static class BenchBroker
{
    private const int Partitions = 3;
    private static readonly string[] Topics = ["plain", "lz4", "paced"];

    public static async Task<int> ServeAsync(string directory)
    {
        var options = new KafkaBrokerOptions { DataDirectory = directory, Topics = [.. Topics.Select(topic => new KafkaTopicDefinition(topic, Partitions))] };
        await using var broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        await ServerProcess.WaitForEndAsync(broker.BootstrapServers);
        return 0;
    }
}
