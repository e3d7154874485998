using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>A topic of one test's own, under a name no other test has.</summary>
internal static class TestTopic
{
    public static async Task<string> CreateAsync(int partitions = 1, string? bootstrap = null, params (string Name, string Value)[] config)
    {
        var name = Unique();
        using var admin = Clients.Admin(bootstrap);
        await admin.CreateTopicsAsync([new TopicSpecification
        {
            Name = name,
            NumPartitions = partitions,
            ReplicationFactor = 1,
            Configs = config.ToDictionary(c => c.Name, c => c.Value),
        }]);
        await UntilServedAsync(admin, name, partitions);
        return name;
    }

    /// <summary>Waits for every partition's leader to answer: a real cluster decides first and makes the partitions afterwards.</summary>
    public static Task UntilServedAsync(IAdminClient admin, string topic, int partitions) => Eventually.HoldsAsync(async () =>
    {
        try
        {
            var all = Enumerable.Range(0, partitions).Select(p => new TopicPartition(topic, p));
            await admin.ListOffsetsAsync(all.Select(p => new TopicPartitionOffsetSpec { TopicPartition = p, OffsetSpec = OffsetSpec.Latest() }));
            return true;
        }
        catch (KafkaException)
        {
            return false;
        }
    }, $"{topic} is served");

    public static string Unique() => $"{Guid.NewGuid():N}"[..8] + "-" + TestContext.CurrentContext.Test.MethodName;
}
