using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Log;

public sealed class CompactionTests
{
    private static async Task<(string, string)[]> EagerAsync() =>
    [
        await SmallSegments.SettingAsync(),
        ("cleanup.policy", "compact"), ("segment.ms", "500"), ("min.cleanable.dirty.ratio", "0.01"), ("delete.retention.ms", "200"),
    ];

    [TestCase(CompressionType.None)]
    [TestCase(CompressionType.Gzip)]
    [TestCase(CompressionType.Snappy)]
    [TestCase(CompressionType.Lz4)]
    [TestCase(CompressionType.Zstd)]
    public async Task Compaction_ManyUpdates_KeepsTheLastOfEachKey(CompressionType codec)
    {
        var topic = await TestTopic.CreateAsync(config: await EagerAsync());
        using var producer = Clients.Producer(c => c.CompressionType = codec);
        for (var round = 0; round < 40; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 20).Select(k => SendAsync(producer, topic, $"k{k}", $"round {round} {new string('v', 50)}")));
        }

        await WaitUntilAsync(producer, topic,
            records => records.TrueForAll(r => r.Message.Key != "k3" || r.Message.Value!.StartsWith("round 39", StringComparison.Ordinal)));
        var records = Clients.ReadAll(topic);

        for (var k = 0; k < 20; k++)
        {
            Assert.That(records.Last(r => r.Message.Key == $"k{k}").Message.Value, Does.StartWith("round 39"));
        }

        Assert.That(records.Select(r => r.Offset.Value), Is.Ordered.Ascending.And.Unique, "offsets stay what they were");
    }

    [Test]
    public async Task Compaction_Tombstone_RemovesTheKeyAndThenItself()
    {
        var topic = await TestTopic.CreateAsync(config: await EagerAsync());
        using var producer = Clients.Producer();
        await SendAsync(producer, topic, "gone", "value");
        await SendAsync(producer, topic, "stays", "value");
        await SendAsync(producer, topic, "gone", null);

        await WaitUntilAsync(producer, topic, records => records.TrueForAll(r => r.Message.Key != "gone"));

        Assert.That(Clients.ReadAll(topic).Where(r => r.Message.Key == "stays").Select(r => r.Message.Value), Is.EqualTo(new[] { "value" }));
    }

    [Test]
    public async Task Fetch_NothingLeftBeforeAnOpenTransaction_WaitsInsteadOfSpinning()
    {
        await using var own = await OwnBroker.StartAsync();
        var topic = await TestTopic.CreateAsync(1, own.Bootstrap, await EagerAsync());
        using (var producer = Clients.Producer(c => c.BootstrapServers = own.Bootstrap))
        {
            await SendAsync(producer, topic, "gone", null);
        }

        using var client = WireClient.Connect(own.Bootstrap);
        var identity = client.InitProducer("id");
        client.AddPartition("id", identity, topic);

        // It fits into a segment, but not into one that holds anything.
        var large = new TestBatch
        {
            ProducerId = identity.ProducerId,
            Epoch = identity.Epoch,
            Sequence = 0,
            IsTransactional = true,
            Values = [new string('x', 16_250)],
        };
        client.Produce(topic, large.Build(), "id");
        await Eventually.HoldsAsync(() => FirstOffset(IsolationLevel.ReadUncommitted, 0) == 1, "the tombstone is gone");

        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.That(FirstOffset(IsolationLevel.ReadCommitted, 500), Is.Null);
        Assert.That(clock.ElapsedMilliseconds, Is.GreaterThan(400));

        long? FirstOffset(IsolationLevel isolation, int waitMs)
        {
            var response = client.Call(Torghut.Sandbox.Kafka.Protocol.ApiKey.Fetch, 4, w =>
            {
                w.Int32(-1);
                w.Int32(waitMs);
                w.Int32(1);
                w.Int32(1_000_000);
                w.Int8(isolation == IsolationLevel.ReadCommitted ? (sbyte)1 : (sbyte)0);
                w.Array(1);
                w.String(topic);
                w.Array(1);
                w.Int32(0);
                w.Int64(0);
                w.Int32(1_000_000);
            });
            response.Int32();
            response.ArrayLength();
            response.String();
            response.ArrayLength();
            response.Int32();
            response.Int16();
            response.Int64();
            response.Int64();
            for (var aborted = response.ArrayLength(); aborted > 0; aborted--)
            {
                (_, _) = (response.Int64(), response.Int64());
            }

            var records = response.Bytes();
            return records.Length == 0 ? null : Torghut.Sandbox.Kafka.Protocol.BatchHeader.Read(records).BaseOffset;
        }
    }

    [Test]
    public async Task Compaction_AbortedUpdate_LeavesTheCommittedOne()
    {
        var topic = await TestTopic.CreateAsync(config: await EagerAsync());
        using var plain = Clients.Producer();
        await SendAsync(plain, topic, "k", "old");
        using (var producer = Clients.Producer(c => c.TransactionalId = topic))
        {
            producer.InitTransactions(Clients.Timeout);
            producer.BeginTransaction();
            producer.Produce(topic, new Message<string?, string?> { Key = "k", Value = "committed" });
            producer.CommitTransaction(Clients.Timeout);
            producer.BeginTransaction();
            producer.Produce(topic, new Message<string?, string?> { Key = "k", Value = "aborted" });
            producer.Flush(Clients.Timeout);
            producer.AbortTransaction(Clients.Timeout);
        }

        // A real cluster may keep what was aborted, hidden, for longer.
        var isolation = TestKafka.IsReal ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted;
        await WaitUntilAsync(plain, topic, records => records.TrueForAll(r => r.Message.Value is not ("old" or "aborted")), isolation);

        Assert.That(Of("k", IsolationLevel.ReadCommitted, topic), Is.EqualTo(new[] { "committed" }));
        Assert.That(Of("k", isolation, topic), Is.EqualTo(new[] { "committed" }));
    }

    private static IEnumerable<string?> Of(string key, IsolationLevel isolation, string topic) =>
        Clients.ReadAll(topic, isolation).Where(r => r.Message.Key == key).Select(r => r.Message.Value);

    private static Task<DeliveryResult<string?, string?>> SendAsync(IProducer<string?, string?> producer, string topic, string key, string? value) =>
        producer.ProduceAsync(topic, new Message<string?, string?> { Key = key, Value = value });

    /// <summary>Segments close only when something is written, so something is, all the while.</summary>
    private static Task WaitUntilAsync(IProducer<string?, string?> producer, string topic, Predicate<List<ConsumeResult<string?, string?>>> compacted,
        IsolationLevel isolation = IsolationLevel.ReadCommitted) =>
        Eventually.HoldsAsync(async () =>
        {
            await SendAsync(producer, topic, "filler", new string('f', 500));
            return compacted(Clients.ReadAll(topic, isolation));
        }, $"{topic} is compacted", TestKafka.MaintenanceTimeout);
}
