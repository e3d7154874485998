using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>The smallest segments that the broker under test allows, so that a test needs as little data as it can to fill several.</summary>
internal static class SmallSegments
{
    private const int Wanted = 16 * 1024;

    /// <summary>What Kafka since 4.1 asks for at least.</summary>
    private const int KafkaMinimum = 1024 * 1024;

    private static readonly Lazy<Task<int>> Probed = new(ProbeAsync);

    /// <summary>Bytes of a segment.</summary>
    public static Task<int> BytesAsync() => Probed.Value;

    /// <summary>The topic setting that asks for them.</summary>
    public static async Task<(string Name, string Value)> SettingAsync() => ("segment.bytes", (await BytesAsync()).ToString(null, null));

    private static async Task<int> ProbeAsync()
    {
        using var admin = Clients.Admin();
        var probe = new TopicSpecification
        {
            Name = TestTopic.Unique(),
            NumPartitions = 1,
            ReplicationFactor = 1,
            Configs = new() { ["segment.bytes"] = Wanted.ToString(null, null) },
        };
        try
        {
            await admin.CreateTopicsAsync([probe], new CreateTopicsOptions { ValidateOnly = true });
            return Wanted;
        }
        catch (CreateTopicsException e) when (e.Results[0].Error.Code == ErrorCode.InvalidConfig)
        {
            return KafkaMinimum;
        }
    }
}
