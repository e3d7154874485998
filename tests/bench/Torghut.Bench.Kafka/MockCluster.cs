using Confluent.Kafka;

namespace Torghut.Bench.Kafka;

/// <summary>The same run against the cluster that librdkafka simulates inside the client: no disk, no second process.</summary>
internal static class MockCluster
{
    public static double Produce(int count, int size)
    {
        var config = new ProducerConfig { BootstrapServers = "" };
        config.Set("test.mock.num.brokers", "1");
        return ProduceRun.Measure(config, "peer", count, size, CompressionType.None);
    }
}
