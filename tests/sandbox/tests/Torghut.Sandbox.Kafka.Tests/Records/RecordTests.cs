using System.Text;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;

namespace Torghut.Sandbox.Kafka.Tests.Records;

/// <summary>What is produced comes back: all of it, as it was, in order.</summary>
public sealed class RecordTests
{
    [Test]
    public async Task Produce_ManyRecords_KeepsOrderPerPartition()
    {
        var topic = await TestTopic.CreateAsync(partitions: 3);
        using (var producer = Clients.Producer())
        {
            for (var i = 0; i < 30_000; i++)
            {
                producer.Produce(topic, new Message<string?, string?> { Key = $"key-{i % 17}", Value = i.ToString(null, null) });
            }

            producer.Flush(Clients.Timeout);
        }

        var records = Clients.ReadAll(topic, partitions: 3);

        Assert.That(records, Has.Count.EqualTo(30_000));
        foreach (var key in records.GroupBy(r => r.Message.Key))
        {
            Assert.That(key.Select(r => r.Partition).Distinct().Count(), Is.EqualTo(1), "a key is in one partition");
            Assert.That(key.Select(r => int.Parse(r.Message.Value!, null)), Is.Ordered.Ascending);
        }

        foreach (var partition in records.GroupBy(r => r.Partition))
        {
            Assert.That(partition.Select(r => r.Offset.Value), Is.EqualTo(Enumerable.Range(0, partition.Count()).Select(o => (long)o)));
        }
    }

    [TestCase(CompressionType.None)]
    [TestCase(CompressionType.Gzip)]
    [TestCase(CompressionType.Snappy)]
    [TestCase(CompressionType.Lz4)]
    [TestCase(CompressionType.Zstd)]
    public async Task Produce_EveryCodec_ComesBack(CompressionType codec)
    {
        var topic = await TestTopic.CreateAsync();
        var values = Enumerable.Range(0, 500).Select(i => $"value {i} {new string('x', i)}").ToList();
        using (var producer = Clients.Producer(c => c.CompressionType = codec))
        {
            await Task.WhenAll(values.Select(v => producer.ProduceAsync(topic, new Message<string?, string?> { Value = v })));
        }

        Assert.That(Clients.Values(topic), Is.EqualTo(values));
    }

    [Test]
    public async Task Produce_HeadersTimestampAndNulls_ComeBackExactly()
    {
        var topic = await TestTopic.CreateAsync(config: ("retention.ms", "-1"));
        var time = new Timestamp(1_700_000_000_123, TimestampType.CreateTime);
        using (var producer = Clients.Producer())
        {
            var headers = new Headers { { "h", Encoding.UTF8.GetBytes("ü") }, { "h", [] }, { "none", null } };
            await producer.ProduceAsync(topic, new Message<string?, string?> { Key = null, Value = null, Headers = headers, Timestamp = time });
            await producer.ProduceAsync(topic, new Message<string?, string?> { Key = "", Value = "" });
        }

        var records = Clients.ReadAll(topic);

        Assert.Multiple(() =>
        {
            Assert.That(records[0].Message.Key, Is.Null);
            Assert.That(records[0].Message.Value, Is.Null);
            Assert.That(records[0].Message.Timestamp, Is.EqualTo(time));
            Assert.That(records[0].Message.Headers.Select(h => (h.Key, h.GetValueBytes()?.Length)),
                Is.EqualTo(new (string, int?)[] { ("h", 2), ("h", 0), ("none", null) }));
            Assert.That(records[1].Message.Key, Is.Empty);
            Assert.That(records[1].Message.Value, Is.Empty);
        });
    }

    [Test]
    public async Task Produce_LogAppendTimeTopic_StampsTheBrokersTime()
    {
        var topic = await TestTopic.CreateAsync(config: ("message.timestamp.type", "LogAppendTime"));
        using (var producer = Clients.Producer())
        {
            await producer.ProduceAsync(topic, new Message<string?, string?> { Value = "v", Timestamp = new Timestamp(1000, TimestampType.CreateTime) });
        }

        var timestamp = Clients.ReadAll(topic)[0].Message.Timestamp;

        Assert.That(timestamp.Type, Is.EqualTo(TimestampType.LogAppendTime));
        Assert.That(timestamp.UnixTimestampMs, Is.GreaterThan(1_700_000_000_000));
    }

    [Test]
    public async Task Produce_WithoutAcknowledgement_Arrives()
    {
        var topic = await TestTopic.CreateAsync();
        using var producer = Clients.Producer(c => (c.EnableIdempotence, c.Acks) = (false, Acks.None));
        for (var i = 0; i < 100; i++)
        {
            producer.Produce(topic, new Message<string?, string?> { Value = i.ToString(null, null) });
        }

        producer.Flush(Clients.Timeout);

        await Torghut.Testing.Eventually.HoldsAsync(() => Clients.Values(topic).Count == 100, "all records arrived");
        Assert.That(Clients.Values(topic), Is.EqualTo(Enumerable.Range(0, 100).Select(i => i.ToString(null, null))));
    }

    [Test]
    public async Task Fetch_SmallLimits_StillDeliversLargeRecords()
    {
        var topic = await TestTopic.CreateAsync();
        var values = Enumerable.Range(0, 20).Select(i => new string((char)('a' + i), 20_000)).ToList();
        await Clients.SendAsync(topic, values);
        using var consumer = Clients.Consumer("g-" + topic, c =>
        {
            c.FetchMaxBytes = 1_000;
            c.MessageMaxBytes = 1_000;
            c.MaxPartitionFetchBytes = 500;
        });
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));

        var read = values.ConvertAll(_ => consumer.Consume(Clients.Timeout)?.Message.Value);

        Assert.That(read, Is.EqualTo(values));
    }

    [Test]
    public async Task Fetch_EmptyTopic_WaitsForTheNextRecord()
    {
        var topic = await TestTopic.CreateAsync();
        using var consumer = Clients.Consumer("g-" + topic, c => c.FetchWaitMaxMs = 50_000);
        consumer.Assign(new TopicPartitionOffset(topic, 0, Offset.Beginning));
        Assert.That(consumer.Consume(TimeSpan.FromMilliseconds(300)), Is.Null);

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Clients.SendAsync(topic, ["woken"]);
        var record = consumer.Consume(Clients.Timeout);

        Assert.That(record?.Message.Value, Is.EqualTo("woken"));
        Assert.That(clock.Elapsed, Is.LessThan(TimeSpan.FromSeconds(40)), "the long poll is woken, not waited out");
    }
}
