using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Log;

public sealed class ListOffsetsTests
{
    private const long Start = 1_700_000_000_000;

    [TestCase(CompressionType.None)]
    [TestCase(CompressionType.Gzip)]
    [TestCase(CompressionType.Snappy)]
    [TestCase(CompressionType.Lz4)]
    [TestCase(CompressionType.Zstd)]
    public async Task OffsetsForTimes_WithinABatch_FindsTheFirstRecordAtOrAfter(CompressionType codec)
    {
        var topic = await TestTopic.CreateAsync(config: ("retention.ms", "-1"));
        await ProduceAsync(topic, codec, count: 1000, stepMs: 10);
        using var consumer = Clients.Consumer("g-" + topic);

        long At(long offsetMs) => consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, 0, new Timestamp(Start + offsetMs, TimestampType.CreateTime))],
            Clients.Timeout)[0].Offset.Value;

        Assert.Multiple(() =>
        {
            Assert.That(At(-5_000), Is.Zero);
            Assert.That(At(0), Is.Zero);
            Assert.That(At(1), Is.EqualTo(1));
            Assert.That(At(4_995), Is.EqualTo(500));
            Assert.That(At(5_000), Is.EqualTo(500));
            Assert.That(At(9_990), Is.EqualTo(999));
            Assert.That(At(9_991), Is.EqualTo(Offset.End.Value), "nothing is as new");
        });
    }

    [Test]
    public async Task OffsetsForTimes_ManySegments_AgreesWithAScan()
    {
        var topic = await TestTopic.CreateAsync(config: [("retention.ms", "-1"), await SmallSegments.SettingAsync()]);
        var segment = await SmallSegments.BytesAsync();
        await ProduceAsync(topic, CompressionType.None, count: 2000, stepMs: 7, valueLength: segment / 400, batchSize: segment / 2);
        var records = Clients.ReadAll(topic);
        using var consumer = Clients.Consumer("g-" + topic);

        for (var wanted = Start - 3; wanted < Start + (2000 * 7); wanted += 331)
        {
            var expected = records.First(r => r.Message.Timestamp.UnixTimestampMs >= wanted).Offset;
            var found =
                consumer.OffsetsForTimes([new TopicPartitionTimestamp(topic, 0, new Timestamp(wanted, TimestampType.CreateTime))], Clients.Timeout)[0].Offset;
            Assert.That(found, Is.EqualTo(expected), $"at {wanted - Start} ms");
        }
    }

    [Test]
    public async Task ListOffsets_EarliestLatestAndMaxTimestamp_AreTheEnds()
    {
        var topic = await TestTopic.CreateAsync(config: ("retention.ms", "-1"));
        await ProduceAsync(topic, CompressionType.None, count: 10, stepMs: 1);
        using var admin = Clients.Admin();

        async Task<long> Ask(OffsetSpec spec) =>
            (await admin.ListOffsetsAsync(
            [new TopicPartitionOffsetSpec { TopicPartition = new(topic, 0), OffsetSpec = spec }])).ResultInfos[0].TopicPartitionOffsetError.Offset.Value;

        Assert.That(await Ask(OffsetSpec.Earliest()), Is.Zero);
        Assert.That(await Ask(OffsetSpec.Latest()), Is.EqualTo(10));
        Assert.That(await Ask(OffsetSpec.MaxTimestamp()), Is.EqualTo(9));
    }

    private static async Task ProduceAsync(string topic, CompressionType codec, int count, int stepMs, int valueLength = 0, int batchSize = 1_000_000)
    {
        using var producer = Clients.Producer(c =>
        {
            c.CompressionType = codec;
            c.LingerMs = 50;
            c.BatchSize = batchSize;
        });
        await Task.WhenAll(Enumerable.Range(0, count).Select(i => producer.ProduceAsync(topic, new Message<string?, string?>
        {
            Value = $"value {i}".PadRight(valueLength),
            Timestamp = new Timestamp(Start + (i * stepMs), TimestampType.CreateTime),
        })));
    }
}
