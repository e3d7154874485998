using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Contracts;

namespace Torghut.Sandbox.Infrastructure;

/// <summary>Creates the contract's topics where they are missing, as the cluster's topic resources do in production.</summary>
internal static class TopicSetup
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <exception cref="CreateTopicsException">The broker refused a topic.</exception>
    public static async Task EnsureAsync(string bootstrap, CancellationToken cancellationToken)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap, LogConnectionClose = false }).Build();
        var existing = admin.GetMetadata(Timeout).Topics.Select(topic => topic.Topic).ToHashSet(StringComparer.Ordinal);
        var missing = Topics.All.Where(topic => !existing.Contains(topic.Name)).Select(Specification).ToList();
        if (missing.Count > 0)
        {
            await admin.CreateTopicsAsync(missing, new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout })
                .WaitAsync(cancellationToken);
        }
    }

    private static TopicSpecification Specification(TopicDefinition topic)
    {
        var settings = new Dictionary<string, string>
        {
            ["cleanup.policy"] = topic.Cleanup switch
            {
                TopicCleanup.Compact => "compact",
                TopicCleanup.CompactAndDelete => "compact,delete",
                _ => "delete",
            },
        };
        if (topic.Retention is { } retention)
        {
            settings["retention.ms"] = retention.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        }

        if (topic.MaxMessageBytes is { } largest)
        {
            settings["max.message.bytes"] = largest.ToString(CultureInfo.InvariantCulture);
        }

        return new TopicSpecification { Name = topic.Name, NumPartitions = topic.Partitions, ReplicationFactor = -1, Configs = settings };
    }
}
