using Confluent.Kafka;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Refuses inputs that are not co-partitioned: a symbol's trades, quotes and state must meet in one task.</summary>
internal static class CoPartitioning
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <exception cref="TaException">A topic is missing (transient), or partition counts differ (not).</exception>
    public static int PartitionCount(IAdminClient admin, TaKafkaOptions options) => PartitionCount(options, topic => Count(admin, topic));

    /// <inheritdoc cref="PartitionCount(IAdminClient, TaKafkaOptions)"/>
    /// <param name="options">Names the four topics.</param>
    /// <param name="countOf">Tells how many partitions a topic has.</param>
    public static int PartitionCount(TaKafkaOptions options, Func<string, int> countOf)
    {
        string[] topics = [options.TradesTopic, options.QuotesTopic, options.Bars1mTopic, options.StateTopic];
        var counts = topics.Select(topic => (Topic: topic, Count: countOf(topic))).ToList();
        if (counts.Select(c => c.Count).Distinct().Count() == 1)
        {
            return counts[0].Count;
        }

        var found = string.Join(", ", counts.Select(c => $"{c.Topic} has {c.Count}"));
        throw new TaException(
            ErrorClass.PartitionCounts,
            $"Trades, quotes, bars and state must have the same number of partitions, but {found}. Create the state topic with the inputs' count.",
            isTransient: false);
    }

    private static int Count(IAdminClient admin, string topic)
    {
        var metadata = admin.GetMetadata(topic, Timeout).Topics.FirstOrDefault(t => t.Topic == topic);
        if (metadata is { Error.IsError: false, Partitions.Count: > 0 })
        {
            return metadata.Partitions.Count;
        }

        throw new TaException(
            Torghut.Common.Kafka.KafkaErrorClass.Metadata, $"The topic {topic} does not exist or is not readable: {metadata?.Error.Reason}", isTransient: true);
    }
}
