using System.Diagnostics;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Torghut.Bench.Kafka;

/// <summary>
/// How long a commit of torghut-ta takes with the inputs' offsets in the changelog alone (ADR 0026, docs/adr/0026-offsets-in-the-changelog.md), and as it was
/// before, when the same transaction also sent them to the group. One of each in turns, so that what else the machine does meets both.
/// </summary>
internal sealed class CommitRun : IDisposable
{
    private const int Partitions = 3;
    private const int Outputs = 40;
    private const int OutputBytes = 200;
    private const int States = 10;
    private const int StateBytes = 1_500;
    private const int WarmUp = 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly string _bootstrap;
    private readonly string _group = $"bench-commit-{Guid.NewGuid():N}";
    private readonly string[] _topics = [.. new[] { "input", "output", "state" }.Select(name => $"bench-commit-{name}-{Guid.NewGuid():N}")];
    private readonly byte[][] _outputs = Payload.Make(OutputBytes);
    private readonly byte[][] _states = Payload.Make(StateBytes);
    private readonly IAdminClient _admin;
    private readonly IConsumer<Ignore, Ignore> _member;

    private CommitRun(string bootstrap)
    {
        _bootstrap = bootstrap;
        _admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrap }).SetLogHandler((_, _) => { }).Build();
        _member = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = bootstrap, GroupId = _group, EnableAutoCommit = false })
            .SetLogHandler((_, _) => { }).Build();
    }

    public static async Task<(Percentiles InChangelog, Percentiles ToGroup)> MeasureAsync(string bootstrap, int count)
    {
        using var run = new CommitRun(bootstrap);
        return await run.MeasureAsync(count);
    }

    public void Dispose()
    {
        _member.Close();
        _member.Dispose();
        _admin.Dispose();
    }

    private async Task<(Percentiles InChangelog, Percentiles ToGroup)> MeasureAsync(int count)
    {
        await _admin.CreateTopicsAsync(_topics.Select(topic => new TopicSpecification { Name = topic, NumPartitions = Partitions, ReplicationFactor = -1 }));
        try
        {
            Join();
            using var inChangelog = OpenProducer("changelog");
            using var toGroup = OpenProducer("group");
            var (one, other) = (new double[count], new double[count]);
            for (var i = -WarmUp; i < count; i++)
            {
                // A member that does not poll for five minutes is none any more.
                _member.Consume(TimeSpan.Zero);
                var (first, second) = (Commit(inChangelog, i, null), Commit(toGroup, i, _member));
                if (i >= 0)
                {
                    (one[i], other[i]) = (first, second);
                }
            }

            return (new Percentiles(one), new Percentiles(other));
        }
        finally
        {
            await _admin.DeleteTopicsAsync(_topics);
        }
    }

    private void Join()
    {
        _member.Subscribe(_topics[0]);
        var watch = Stopwatch.StartNew();
        while (_member.Assignment.Count < Partitions)
        {
            _member.Consume(TimeSpan.FromMilliseconds(100));
            if (watch.Elapsed > Timeout)
            {
                throw new TimeoutException("The group does not take its member in.");
            }
        }
    }

    private IProducer<byte[]?, byte[]> OpenProducer(string name)
    {
        var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig
        {
            BootstrapServers = _bootstrap,
            TransactionalId = $"{_group}-{name}",
            LingerMs = 5,
            CompressionType = CompressionType.Lz4,
            EnableDeliveryReports = false,
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Timeout);
        return producer;
    }

    /// <returns>Milliseconds from the first state to the end of the transaction.</returns>
    private double Commit(IProducer<byte[]?, byte[]> producer, int number, IConsumer<Ignore, Ignore>? member)
    {
        producer.BeginTransaction();
        Produce(producer, _topics[1], _outputs, Outputs);
        var began = Stopwatch.GetTimestamp();
        Produce(producer, _topics[2], _states, States + 1);
        if (member is not null)
        {
            var offsets = Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(_topics[0], partition, WarmUp + number));
            producer.SendOffsetsToTransaction(offsets, member.ConsumerGroupMetadata, Timeout);
        }

        producer.CommitTransaction(Timeout);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static void Produce(IProducer<byte[]?, byte[]> producer, string topic, byte[][] payloads, int count)
    {
        for (var i = 0; i < count; i++)
        {
            producer.Produce(new TopicPartition(topic, 0), new Message<byte[]?, byte[]> { Value = payloads[i] });
        }
    }
}
