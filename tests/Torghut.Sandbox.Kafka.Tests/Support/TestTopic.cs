using Confluent.Kafka;
using Confluent.Kafka.Admin;

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
        return name;
    }

    public static string Unique() => $"{Guid.NewGuid():N}"[..8] + "-" + TestContext.CurrentContext.Test.MethodName;
}
