using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Contracts;
using Torghut.Ws.Publishing;

namespace Torghut.Ws.Replay;

/// <summary>Makes the topics of a prefix with the partitions of the contract's, so that keys land as they do live.</summary>
internal static class ReplayTopics
{
    public static async Task EnsureAsync(PublishingOptions options, TopicNames topics, string prefix)
    {
        if (prefix.Length == 0)
        {
            return;
        }

        using var admin = new AdminClientBuilder(options.Connection.ToClientConfig()).Build();
        try
        {
            await admin.CreateTopicsAsync(TopicNames.All.Select(topic => new TopicSpecification
            {
                Name = topics[topic],
                NumPartitions = Topics.All.FirstOrDefault(known => prefix + known.Name == topics[topic])?.Partitions ?? -1,
                ReplicationFactor = -1,
            }));
        }
        catch (CreateTopicsException exception) when (exception.Results.All(
        result => !result.Error.IsError || result.Error.Code == ErrorCode.TopicAlreadyExists))
        {
            // An earlier run of the same prefix made them.
            return;
        }
    }
}
