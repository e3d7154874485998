using System.Globalization;
using System.Security.Cryptography;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests.Kafka;

/// <summary>Reading in batches gives what Confluent.Kafka's Consume gives, tells the client as much, and leaves nothing behind.</summary>
// It looks at the memory of its own process.
[TestFixture]
[NonParallelizable]
internal sealed class BatchReaderTests
{
    private const int Records = 6_000;
    private const int Capacity = 256;
    private const int Rounds = 5;
    private const int LargestValue = 900_000;
    private const long MegaByte = 1 << 20;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(20);

    private TaSandbox _sandbox = null!;
    private string _topic = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync(partitions: 2);
        _topic = _sandbox.Topic("batches");
        using var admin = _sandbox.Admin();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = _topic, NumPartitions = 2, ReplicationFactor = -1 }]);
        Fill();
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    /// <summary>Keys and values that are null, empty and as large as may be; transactions that were committed and aborted among them.</summary>
    [Test]
    public void Read_EveryKindOfRecord_IsWhatConsumeGives()
    {
        using var stock = new ConsumerBuilder<byte[]?, byte[]?>(Config("stock")).Build();
        stock.Assign(Logs().Select(log => new TopicPartitionOffset(log, Offset.Beginning)));
        var expected = new List<string>();
        for (var ended = 0; ended < 2;)
        {
            var result = stock.Consume(Eventually.Timeout) ?? throw new TimeoutException($"{expected.Count} records");
            ended += result.IsPartitionEOF ? 1 : 0;
            expected.Add(result.IsPartitionEOF
                ? $"{result.Partition.Value}/{result.Offset.Value} end"
                : Text(result.Partition.Value, result.Offset.Value, result.Message.Key, result.Message.Value));
        }

        using var consumer = Consumer("batches");
        var (actual, positions) = ReadAll(consumer);
        Assert.That(actual.Order(StringComparer.Ordinal), Is.EqualTo(expected.Order(StringComparer.Ordinal)));
        Assert.That(positions, Is.EqualTo(Logs().Select(log => stock.Position(log).Value)), "a member's position is behind what it was given");
    }

    /// <summary>A paused partition gives nothing, and then goes on with the record after the last that was handed out.</summary>
    [Test]
    public void Pause_InTheMiddleOfABatch_GoesOnWhereItWas()
    {
        var log = Logs()[0];
        using var consumer = Consumer("pauses");
        using var reader = BatchReader.Of(consumer, [_topic], 16);
        reader.Assign([log]);
        consumer.Assign(new TopicPartitionOffset(log, Offset.Beginning));
        var offsets = new List<long>();
        for (var turn = 0; turn < 40; turn++)
        {
            Next(reader, () => true);
            offsets.Add(reader.Current.Offset);
            if (turn % 4 == 3)
            {
                consumer.Pause([log]);
                while (reader.Read(TimeSpan.Zero))
                {
                    offsets.Add(reader.Current.Offset);
                }

                consumer.Resume([log]);
            }
        }

        Assert.That(offsets, Is.EqualTo(AllOffsets(log).Take(offsets.Count)));
    }

    /// <summary>The other member's share is read by it alone, from where this one has stored; nothing comes from a partition after it was taken away.</summary>
    [Test]
    public async Task Rebalance_InTheMiddle_NothingIsHandedOutAfterwardsAndNothingIsLost()
    {
        var seen = new HashSet<(int Partition, long Offset)>();
        var owned = new HashSet<int>();
        using var first = new Member(this, "rebalance", owned);
        await Eventually.HoldsAsync(() => Task.FromResult(first.ReadSome(seen, 200)), "the first member reads", Eventually.Timeout);
        var others = new HashSet<int>();
        using (var second = new Member(this, "rebalance", others))
        {
            await Eventually.HoldsAsync(
                () =>
                {
                    first.ReadSome(seen, 50);
                    second.ReadSome(seen, 50);
                    return Task.FromResult(owned.Count == 1 && others.Count == 1);
                },
                "both have a partition", Eventually.Timeout);
            second.ReadSome(seen, 500);
        }

        await Eventually.HoldsAsync(
            () =>
            {
                first.ReadSome(seen, 5_000);
                return Task.FromResult(owned.Count == 2 && Logs().All(log => AllOffsets(log).All(offset => seen.Contains((log.Partition.Value, offset)))));
            },
            "the first member has read the rest", Eventually.Timeout);
    }

    /// <summary>What a failed partition says comes in its log's place, and the other partition goes on.</summary>
    [Test]
    public void Read_PartitionFails_ThrowsAndTheOtherGoesOn()
    {
        using var consumer = Consumer("fails");
        using var reader = BatchReader.Of(consumer, [_topic], Capacity);
        reader.Assign(Logs());
        consumer.Assign([new TopicPartitionOffset(Logs()[0], 10_000_000), new TopicPartitionOffset(Logs()[1], Offset.Beginning)]);
        KafkaException? failure = null;
        var read = 0;
        Next(reader, () =>
        {
            read++;
            return failure is not null && read > 100;
        }, caught => failure = caught);
        Assert.That(failure!.Error.Code, Is.EqualTo(ErrorCode.Local_AutoOffsetReset).Or.EqualTo(ErrorCode.OffsetOutOfRange));
    }

    /// <summary>Consumers come and go, and each reads the log many times; what the process needs at all, it has after the first.</summary>
    [TestCase(40_000, 64)]
    [TestCase(10_000_000, 64, Category = "Long")]
    public void Read_ManyRecords_LeavesMemoryAndHandlesFlat(int records, int megabytes)
    {
        Pass();
        var (memory, handles) = (Memory(), Handles());
        for (var read = 0; read < records;)
        {
            read += Pass();
        }

        var (grown, opened) = ((Memory() - memory) / MegaByte, Handles() - handles);
        TestContext.Out.WriteLine($"{records} records: {grown} MB and {opened} handles more");
        Assert.That(grown, Is.LessThan(megabytes));
        Assert.That(opened, Is.LessThan(20));
    }

    private int Pass()
    {
        using var consumer = Consumer("many");
        using var reader = BatchReader.Of(consumer, [_topic], Capacity);
        var (records, sum, many) = (0, 0L, Logs().Sum(log => AllOffsets(log).Count));
        Begin(consumer, reader);
        for (var round = 0; round < Rounds; round++)
        {
            for (var read = 0; read < many;)
            {
                Next(reader, () => true);
                var record = reader.Current;
                sum += record.HasValue && record.Value.Length > 0 ? record.Value[0] : 0;
                read += record.IsPartitionEnd ? 0 : 1;
            }

            records += many;
            Logs().ForEach(log => consumer.Seek(new TopicPartitionOffset(log, Offset.Beginning)));
        }

        Assert.That(sum, Is.Positive);
        return records;
    }

    private void Begin(IConsumer<Ignore, Ignore> consumer, BatchReader reader)
    {
        reader.Assign(Logs());
        consumer.Assign(Logs().Select(log => new TopicPartitionOffset(log, Offset.Beginning)));
    }

    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return Environment.WorkingSet - GC.GetTotalMemory(forceFullCollection: false);
    }

    private static int Handles() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private (List<string> Records, List<long> Positions) ReadAll(IConsumer<Ignore, Ignore> consumer)
    {
        using var reader = BatchReader.Of(consumer, [_topic], Capacity);
        Begin(consumer, reader);
        var (records, ended) = (new List<string>(), 0);
        while (ended < 2)
        {
            Next(reader, () => true);
            var record = reader.Current;
            ended += record.IsPartitionEnd ? 1 : 0;
            records.Add(record.IsPartitionEnd
                ? $"{record.Partition}/{record.Offset} end"
                : Text(record.Partition, record.Offset, record.HasKey ? record.Key.ToArray() : null, record.HasValue ? record.Value.ToArray() : null));
        }

        return (records, [.. Logs().Select(log => consumer.Position(log).Value)]);
    }

    /// <summary>Reads until something is so.</summary>
    private static void Next(BatchReader reader, Func<bool> isEnough, Action<KafkaException>? failed = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(began) < Eventually.Timeout)
        {
            try
            {
                if (reader.Read(Wait) && isEnough())
                {
                    return;
                }
            }
            catch (KafkaException failure) when (failed is not null)
            {
                failed(failure);
            }
        }

        throw new TimeoutException("no record came");
    }

    private void Fill()
    {
        var random = new Random(21);
        var producers = new Dictionary<string, IProducer<byte[]?, byte[]?>>();
        foreach (var id in (string[])["plain", "committed", "aborted"])
        {
            producers[id] = new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig
            {
                BootstrapServers = _sandbox.Bootstrap,
                TransactionalId = id == "plain" ? null : _sandbox.Group(id),
                LingerMs = 5,
                MessageMaxBytes = 1_000_000,
            }).Build();
            if (id != "plain")
            {
                producers[id].InitTransactions(Eventually.Timeout);
            }
        }

        for (var i = 0; i < Records;)
        {
            var id = random.Next(3) switch { 0 => "aborted", 1 => "committed", _ => "plain" };
            Act(id, producer => producer.BeginTransaction());
            for (var many = random.Next(1, 600); many > 0; many--, i++)
            {
                var size = i == 1_000 ? LargestValue : random.Next(300);
                producers[id].Produce(new TopicPartition(_topic, random.Next(2)), new Message<byte[]?, byte[]?>
                {
                    Key = random.Next(10) switch { 0 => null, 1 => [], _ => Bytes(random, 8) },
                    Value = random.Next(10) switch { 0 => null, 1 => [], _ => Bytes(random, size) },
                });
            }

            producers[id].Flush(Eventually.Timeout);
            Act(id, producer => End(producer, id));
        }

        foreach (var producer in producers.Values)
        {
            producer.Dispose();
        }

        void Act(string id, Action<IProducer<byte[]?, byte[]?>> act)
        {
            if (id != "plain")
            {
                act(producers[id]);
            }
        }
    }

    private static void End(IProducer<byte[]?, byte[]?> producer, string id)
    {
        if (id == "aborted")
        {
            producer.AbortTransaction(Eventually.Timeout);
        }
        else
        {
            producer.CommitTransaction(Eventually.Timeout);
        }
    }

    private static byte[] Bytes(Random random, int size)
    {
        var bytes = new byte[size];
        random.NextBytes(bytes);
        return bytes;
    }

    private List<long> AllOffsets(TopicPartition log)
    {
        if (_offsets.Count == 0)
        {
            using var consumer = Consumer("offsets");
            foreach (var record in ReadAll(consumer).Records.Where(record => !record.EndsWith("end", StringComparison.Ordinal)))
            {
                var parts = record.Split(' ')[0].Split('/').Select(part => long.Parse(part, CultureInfo.InvariantCulture)).ToArray();
                (_offsets.TryGetValue((int)parts[0], out var of) ? of : _offsets[(int)parts[0]] = []).Add(parts[1]);
            }
        }

        return _offsets[log.Partition.Value];
    }

    private readonly Dictionary<int, List<long>> _offsets = [];

    private List<TopicPartition> Logs() => [new(_topic, 0), new(_topic, 1)];

    private static string Text(int partition, long offset, byte[]? key, byte[]? value) => $"{partition}/{offset} {Digest(key)} {Digest(value)}";

    private static string Digest(byte[]? bytes) => bytes is null ? "null" : $"{bytes.Length}:{Convert.ToHexString(SHA256.HashData(bytes))[..12]}";

    private ConsumerConfig Config(string group)
    {
        var config = new KafkaConnection(_sandbox.Bootstrap).ToConsumerConfig(_sandbox.Group(group));
        config.EnablePartitionEof = true;
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.SessionTimeoutMs = 30_000;
        config.HeartbeatIntervalMs = 200;
        config.FetchWaitMaxMs = 20;
        return config;
    }

    private IConsumer<Ignore, Ignore> Consumer(string group) => new ConsumerBuilder<Ignore, Ignore>(Config(group)).Build();

    /// <summary>A member of a group that begins where the group has read, and leaves its offsets when it has to give up a partition.</summary>
    private sealed class Member : IDisposable
    {
        private readonly IConsumer<Ignore, Ignore> _consumer;
        private readonly BatchReader _reader;
        private readonly HashSet<int> _owned;
        private readonly Dictionary<int, long> _next = [];

        public Member(BatchReaderTests tests, string group, HashSet<int> owned)
        {
            _owned = owned;
            _consumer = new ConsumerBuilder<Ignore, Ignore>(tests.Config(group))
                .SetPartitionsAssignedHandler((consumer, partitions) =>
                {
                    _reader!.Assign(partitions);
                    owned.UnionWith(partitions.Select(partition => partition.Partition.Value));
                    return consumer.Committed(partitions, Eventually.Timeout)
                        .Select(offset => new TopicPartitionOffset(offset.TopicPartition, offset.Offset.Value < 0 ? Offset.Beginning : offset.Offset));
                })
                .SetPartitionsRevokedHandler((consumer, partitions) =>
                {
                    consumer.Commit(partitions.Where(p => _next.ContainsKey(p.Partition.Value))
                        .Select(p => new TopicPartitionOffset(p.TopicPartition, _next[p.Partition.Value])));
                    _next.Clear();
                    owned.ExceptWith(partitions.Select(partition => partition.Partition.Value));
                })
                .Build();
            _reader = BatchReader.Of(_consumer, [tests._topic], Capacity);
            _consumer.Subscribe(tests._topic);
        }

        public bool ReadSome(HashSet<(int Partition, long Offset)> seen, int records)
        {
            var read = 0;
            while (read < records && _reader.Read(Wait))
            {
                var record = _reader.Current;
                Assert.That(_owned, Does.Contain(record.Partition), "a record of a partition that was taken away");
                if (!record.IsPartitionEnd)
                {
                    Assert.That(seen.Add((record.Partition, record.Offset)), Is.True, $"{record.Partition}/{record.Offset} comes again");
                    _next[record.Partition] = record.Offset + 1;
                    read++;
                }
            }

            return read > 0;
        }

        public void Dispose()
        {
            _reader.Dispose();
            _consumer.Close();
            _consumer.Dispose();
        }
    }
}
