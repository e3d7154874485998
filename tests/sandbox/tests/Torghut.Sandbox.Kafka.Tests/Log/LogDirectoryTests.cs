using Torghut.Sandbox.Kafka.Protocol;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Log;

/// <summary>Where partitions lie and how much room they take (KIP-113, KIP-827).</summary>
public sealed class LogDirectoryTests
{
    private sealed record Described(string Directory, long TotalBytes, long UsableBytes, IReadOnlyDictionary<(string Topic, int Partition), long> Sizes);

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public async Task DescribeLogDirs_OneTopic_TellsTheBytesOfEachPartition(int version)
    {
        var topic = await TestTopic.CreateAsync(partitions: 2);
        using var client = WireClient.Connect();
        var batch = new TestBatch { Values = [new string('x', 1000)] }.Build();
        client.Produce(topic, batch, partition: 1);

        var described = Describe(client, (short)version, (topic, [0, 1, 77]));

        Assert.That(described.Sizes, Is.EquivalentTo(new Dictionary<(string, int), long> { [(topic, 0)] = 0, [(topic, 1)] = batch.Length }));
        Assert.That(Path.IsPathRooted(described.Directory), Is.True);
        if (version >= 4)
        {
            Assert.That(described.TotalBytes, Is.GreaterThan(described.UsableBytes).And.GreaterThan(0));
        }
    }

    [Test]
    public async Task DescribeLogDirs_EverythingNothingAndUnknown_AreTold()
    {
        var topic = await TestTopic.CreateAsync(partitions: 3);
        using var client = WireClient.Connect();

        Assert.That(Describe(client, 4, null).Sizes.Keys.Count(k => k.Topic == topic), Is.EqualTo(3));
        Assert.That(Describe(client, 4).Sizes, Is.Empty);
        Assert.That(Describe(client, 4, (TestTopic.Unique(), [0, 1])).Sizes, Is.Empty);
    }

    private static Described Describe(WireClient client, short version, params (string Topic, int[] Partitions)[]? topics)
    {
        var response = version >= 2 ? client.CallFlexible(ApiKey.DescribeLogDirs, version, Write) : client.Call(ApiKey.DescribeLogDirs, version, Write);
        response.Int32();
        if (version >= 3)
        {
            Assert.That((ErrorCode)response.Int16(), Is.EqualTo(ErrorCode.None));
        }

        Assert.That(response.ArrayLength(), Is.EqualTo(1), "one directory");
        Assert.That((ErrorCode)response.Int16(), Is.EqualTo(ErrorCode.None));
        var directory = response.String();
        var sizes = new Dictionary<(string, int), long>();
        for (var count = response.ArrayLength(); count > 0; count--)
        {
            var topic = response.String();
            for (var partitions = response.ArrayLength(); partitions > 0; partitions--)
            {
                sizes[(topic, response.Int32())] = response.Int64();
                Assert.That((response.Int64(), response.Boolean()), Is.EqualTo((0L, false)));
                response.Tags();
            }

            response.Tags();
        }

        var (total, usable) = version >= 4 ? (response.Int64(), response.Int64()) : (-1, -1);
        response.Tags();
        response.Tags();
        Assert.That(response.Remaining, Is.Zero);
        return new Described(directory, total, usable, sizes);

        void Write(WireWriter w)
        {
            w.Array(topics?.Length ?? -1);
            foreach (var (topic, partitions) in topics ?? [])
            {
                w.String(topic);
                w.Array(partitions.Length);
                foreach (var partition in partitions)
                {
                    w.Int32(partition);
                }

                w.Tags();
            }
        }
    }
}
