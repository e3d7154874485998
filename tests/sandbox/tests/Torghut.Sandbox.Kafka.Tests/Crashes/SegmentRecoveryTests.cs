using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Crashes;

/// <summary>Logs of many segments after a restart, and what an interrupted compaction leaves.</summary>
public sealed class SegmentRecoveryTests
{
    [TestCase(true)]
    [TestCase(false)]
    public async Task ManySegments_AfterARestart_ReadTheSame(bool keepSummaries)
    {
        await using var own = await OwnBroker.StartAsync();
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap, ("segment.bytes", "4096"));
        await SendUncompressedAsync(own, topic, Enumerable.Range(0, 40).Select(i => ($"k{i}", $"{i} {new string('x', 1000)}")));
        var before = Clients.ReadAll(topic, bootstrap: own.Bootstrap).Select(r => (r.Offset.Value, r.Message.Value)).ToList();

        await own.RestartAsync(() =>
        {
            if (keepSummaries)
            {
                return;
            }

            foreach (var summary in Files(own, topic, SegmentSummary.Extension))
            {
                File.Delete(summary);
            }
        });

        Assert.That(Files(own, topic, LogSegment.Extension), Has.Length.GreaterThan(3));
        Assert.That(Clients.ReadAll(topic, bootstrap: own.Bootstrap).Select(r => (r.Offset.Value, r.Message.Value)), Is.EqualTo(before));
    }

    [Test]
    public async Task Compaction_KilledBeforeItsSourcesWereDeleted_LeavesNothingTwice()
    {
        await using var own = await OwnBroker.StartAsync();
        var topic = await TestTopic.CreateAsync(
            1, own.Bootstrap, ("cleanup.policy", "compact"), ("segment.bytes", "16384"), ("min.cleanable.dirty.ratio", "0.01"));
        await SendUncompressedAsync(own, topic, Enumerable.Range(0, 60).Select(i => ($"k{i % 3}", $"{i} {new string('x', 1000)}")));
        await Eventually.HoldsAsync(() => Clients.ReadAll(topic, bootstrap: own.Bootstrap).Count < 40, "it is compacted", TestKafka.MaintenanceTimeout);
        var before = Clients.ReadAll(topic, bootstrap: own.Bootstrap).Select(r => (r.Offset.Value, r.Message.Value)).ToList();

        await own.RestartAsync(() =>
        {
            var first = Files(own, topic, LogSegment.Extension)[0];
            File.Copy(first, Path.Combine(Path.GetDirectoryName(first)!, LogSegment.FileName(1)));
            File.WriteAllText(first + ".cleaned", "half-written");
        });

        Assert.That(Clients.ReadAll(topic, bootstrap: own.Bootstrap).Select(r => (r.Offset.Value, r.Message.Value)), Is.EqualTo(before));
        Assert.That(Files(own, topic, ".cleaned"), Is.Empty);
        Assert.That(Files(own, topic, LogSegment.FileName(1)), Is.Empty);
    }

    [TestCase(FsyncMode.Never)]
    [TestCase(FsyncMode.Interval)]
    [TestCase(FsyncMode.EveryBatch)]
    public async Task Fsync_EveryPolicy_KeepsWhatWasAcknowledged(FsyncMode mode)
    {
        await using var own = await OwnBroker.StartAsync(o => o with { Fsync = new FsyncPolicy(mode, TimeSpan.FromMilliseconds(20)) });
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap, ("segment.bytes", "1000"));
        await SendUncompressedAsync(own, topic, Enumerable.Range(0, 20).Select(i => ("k", i.ToString(null, null))));

        await own.RestartAsync();

        Assert.That(Clients.Values(topic, IsolationLevel.ReadCommitted, bootstrap: own.Bootstrap),
            Is.EqualTo(Enumerable.Range(0, 20).Select(i => i.ToString(null, null))));
    }

    [Test]
    public async Task DeletedRecords_AfterARestart_StayDeleted()
    {
        await using var own = await OwnBroker.StartAsync();
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap);
        await Clients.SendAsync(topic, ["a", "b", "c"], bootstrap: own.Bootstrap);
        using (var admin = Clients.Admin(own.Bootstrap))
        {
            await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 2)]);
        }

        await own.RestartAsync();

        Assert.That(Clients.Values(topic, bootstrap: own.Bootstrap), Is.EqualTo(new[] { "c" }));
    }

    /// <summary>Each record a batch of its own, as large as it looks.</summary>
    private static async Task SendUncompressedAsync(OwnBroker own, string topic, IEnumerable<(string Key, string Value)> records)
    {
        using var producer = Clients.Producer(c => (c.BootstrapServers, c.CompressionType) = (own.Bootstrap, CompressionType.None));
        foreach (var (key, value) in records)
        {
            await producer.ProduceAsync(topic, new Message<string?, string?> { Key = key, Value = value });
        }
    }

    private static string[] Files(OwnBroker own, string topic, string ending) =>
        [.. Directory.EnumerateFiles(Path.Combine(own.DataDirectory, "log", topic + "-0"), "*" + ending).Order(StringComparer.Ordinal)];
}
