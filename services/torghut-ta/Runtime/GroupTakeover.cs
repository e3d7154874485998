using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>What a command needs before it writes a group's state in the place of the job.</summary>
internal static class GroupTakeover
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Why the group must not be touched; null when nobody works in it.</summary>
    /// <exception cref="KafkaException">The brokers do not say.</exception>
    public static string? FindObstacle(IAdminClient admin, string groupId)
    {
        var group = admin.DescribeConsumerGroupsAsync([groupId], new DescribeConsumerGroupsOptions { RequestTimeout = Timeout })
            .ConfigureAwait(false).GetAwaiter().GetResult().ConsumerGroupDescriptions[0];
        return group.Members.Count == 0 ? null : $"Group {groupId} has {group.Members.Count} members. Suspend or stop the job first.";
    }

    /// <summary>Ends what a dead owner of a partition left open, and keeps one that only seems dead from committing later.</summary>
    public static void Fence(KafkaClients clients, int partitions)
    {
        for (var partition = 0; partition < partitions; partition++)
        {
            using var producer = clients.PartitionProducer(partition).Build();
            producer.InitTransactions(Timeout);
        }
    }
}
