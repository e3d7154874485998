using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Log;

public sealed class RetentionTests
{
    [Test]
    public async Task Retention_BySize_RemovesTheOldestSegments()
    {
        var segment = await SmallSegments.BytesAsync();
        var kept = (segment * 5 / 2).ToString(null, null);
        var topic = await TestTopic.CreateAsync(config: [await SmallSegments.SettingAsync(), ("retention.bytes", kept), ("retention.ms", "-1")]);
        await SendBatchesAsync(topic, 100, valueLength: segment / 10);

        await Eventually.HoldsAsync(() => Start(topic) > 0, "the first segments are gone", TestKafka.MaintenanceTimeout);
        var records = Clients.ReadAll(topic);

        Assert.That(records[0].Offset.Value, Is.EqualTo(Start(topic)));
        Assert.That(records[^1].Message.Value, Does.StartWith("99 "));
        Assert.That(records.Select(r => r.Offset.Value), Is.EqualTo(Enumerable.Range((int)records[0].Offset.Value, records.Count).Select(o => (long)o)));
    }

    [Test]
    public async Task Retention_ByTime_RemovesEverythingOld()
    {
        var topic = await TestTopic.CreateAsync(config: ("retention.ms", "1000"));
        await Clients.SendAsync(topic, ["old"]);

        await Eventually.HoldsAsync(() => Start(topic) == 1, "the old record is gone", TestKafka.MaintenanceTimeout);
        await Clients.SendAsync(topic, ["new"]);

        Assert.That(Clients.ReadAll(topic).Select(r => r.Offset.Value), Is.SubsetOf(new[] { 1L }));
    }

    [Test]
    public async Task Fetch_BelowTheStart_IsOutOfRange()
    {
        var topic = await WithFirstRecordsDeletedAsync();
        using var consumer = Clients.Consumer("g-" + topic, c => c.AutoOffsetReset = AutoOffsetReset.Error);
        consumer.Assign(new TopicPartitionOffset(topic, 0, 2));

        var error = Assert.Throws<ConsumeException>(() => consumer.Consume(Clients.Timeout));

        Assert.That(error!.Error.Code, Is.EqualTo(ErrorCode.Local_AutoOffsetReset));
        Assert.That(error.Error.Reason, Does.Contain("out of range").IgnoreCase);
    }

    [TestCase(AutoOffsetReset.Earliest, 2)]
    [TestCase(AutoOffsetReset.Earliest, 1000)]
    public async Task Fetch_OutOfRangeWithReset_GoesOnFromTheStart(AutoOffsetReset reset, int from)
    {
        var topic = await WithFirstRecordsDeletedAsync();
        using var consumer = Clients.Consumer("g-" + topic, c => c.AutoOffsetReset = reset);
        consumer.Assign(new TopicPartitionOffset(topic, 0, from));

        Assert.That(consumer.Consume(Clients.Timeout)?.Offset.Value, Is.EqualTo(5));
    }

    [Test]
    public async Task DeleteRecords_BeyondTheEnd_IsRefused()
    {
        var topic = await TestTopic.CreateAsync();
        using var admin = Clients.Admin();

        var refused = await Assert.ThrowsAsync<DeleteRecordsException>(() => admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 7)]));

        Assert.That(refused!.Results[0].Error.Code, Is.EqualTo(ErrorCode.OffsetOutOfRange));
    }

    private static async Task<string> WithFirstRecordsDeletedAsync()
    {
        var topic = await TestTopic.CreateAsync();
        await Clients.SendAsync(topic, Enumerable.Range(0, 10).Select(i => i.ToString(null, null)));
        using var admin = Clients.Admin();
        var result = await admin.DeleteRecordsAsync([new TopicPartitionOffset(topic, 0, 5)]);
        Assert.That(result[0].Offset.Value, Is.EqualTo(5));
        return topic;
    }

    private static long Start(string topic)
    {
        using var client = WireClient.Connect();
        return client.ListOffset(topic, -2);
    }

    private static async Task SendBatchesAsync(string topic, int count, int valueLength)
    {
        using var producer = Clients.Producer(c => c.CompressionType = CompressionType.None);
        for (var i = 0; i < count; i++)
        {
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = $"{i} {new string('x', valueLength)}" });
        }
    }
}
