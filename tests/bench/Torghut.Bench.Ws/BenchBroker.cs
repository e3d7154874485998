using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Contracts;
using Torghut.Sandbox.Kafka;

namespace Torghut.Bench.Ws;

/// <summary>The sandbox broker with the topics that the runs need.</summary>
internal static class BenchBroker
{
    /// <summary>Records of our publisher in <see cref="ProduceBench"/>.</summary>
    public const string Ours = "bench.ours";

    /// <summary>The same records from stock calls.</summary>
    public const string Stock = "bench.stock";

    private const int Partitions = 3;

    public static async Task<int> ServeAsync(string directory)
    {
        string[] topics = [Ours, Stock, Topics.Trades, Topics.Quotes, Topics.Bars1m, Topics.Status, Topics.TradeUpdates];
        var options = new KafkaBrokerOptions { DataDirectory = directory, Topics = [.. topics.Select(topic => new KafkaTopicDefinition(topic, Partitions))] };
        await using var broker = await KafkaBroker.StartAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        await ServerProcess.WaitForEndAsync(broker.BootstrapServers);
        return 0;
    }
}
