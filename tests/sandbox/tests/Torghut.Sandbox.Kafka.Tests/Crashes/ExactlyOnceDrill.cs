using System.Collections.Concurrent;
using Confluent.Kafka;
using Torghut.Sandbox.Kafka.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Kafka.Tests.Crashes;

/// <summary>Exactly once, with everybody being killed.</summary>
public sealed class ExactlyOnceDrill
{
    private const int Records = 100_000;
    private const int Partitions = 2;
    private const int PerTransaction = 750;

    /// <summary>Records that the source is ahead of the reader.</summary>
    private const int Lead = 20_000;

    /// <summary>How long the copier may make no progress: calls that are given up after 15 s, a new producer's 45 s, and the way back into the group.</summary>
    private static readonly TimeSpan ReturnLimit = TimeSpan.FromSeconds(90);

    [Test]
    public async Task Copy_CopierAndBrokerKilledThreeTimesEach_ReaderSeesEveryRecordOnceInOrder()
    {
        await using var broker = await BrokerChild.StartAsync();
        var source = await TestTopic.CreateAsync(Partitions, broker.Bootstrap);
        var target = await TestTopic.CreateAsync(Partitions, broker.Bootstrap);
        var reader = new Reader(broker.Bootstrap, target);
        using var killed = new CancellationTokenSource();
        var filling = Task.Factory.StartNew(
            () => FillAhead(broker.Bootstrap, source, reader, killed.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var abandoned = 0;
        var total = 0;
        var copier = StartCopier();
        try
        {
            for (var kill = 0; kill < 6; kill++)
            {
                var progress = Records / 8 * (kill + 1);
                await Eventually.HoldsAsync(() => reader.Count >= progress || reader.HasFailed, $"{progress} records are copied", TimeSpan.FromSeconds(120));
                if (kill % 2 == 0)
                {
                    await copier.KillAsync();
                    abandoned += Abandoned(copier);
                    await copier.DisposeAsync();
                    copier = StartCopier();
                }
                else
                {
                    await broker.KillAndRestartAsync();
                }
            }

            await killed.CancelAsync();
            total = await filling;
            await Eventually.HoldsAsync(() => reader.Count >= total || reader.HasFailed, "all records are copied", TimeSpan.FromSeconds(120));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} {reader.Count} read. The copier said: {copier.Output}", e);
        }
        finally
        {
            await killed.CancelAsync();
            await copier.KillAsync();
            abandoned += Abandoned(copier);
            await copier.DisposeAsync();
        }

        await reader.StopAsync();
        await TellAsync(abandoned);
        for (var p = 0; p < Partitions; p++)
        {
            Assert.That(reader.Values(p), Is.EqualTo(Enumerable.Range(0, total / Partitions)), $"partition {p}");
        }

        ServiceProcess StartCopier() => BrokerChild.Drill("copy", broker.Bootstrap, source, target, "copier", "copiers", PerTransaction.ToString(null, null));
    }

    [Test]
    [Category("Long")]
    public async Task SendOffsets_CoordinatorKilledTenTimes_CopyGoesOn()
    {
        const int Kills = 10;
        await using var broker = await BrokerChild.StartAsync();
        var source = await TestTopic.CreateAsync(Partitions, broker.Bootstrap);
        var target = await TestTopic.CreateAsync(Partitions, broker.Bootstrap);
        Fill(broker.Bootstrap, source);
        var reader = new Reader(broker.Bootstrap, target);

        // Small transactions: the broker nearly always dies while offsets are sent or a transaction ends.
        await using var copier = BrokerChild.Drill("copy", broker.Bootstrap, source, target, "copier", "copiers", "20");
        for (var kill = 0; kill < Kills; kill++)
        {
            var progress = reader.Count + 200;
            await CopiedAsync(progress);
            await broker.KillAndRestartAsync();
        }

        await CopiedAsync(reader.Count + 200);
        await copier.KillAsync();
        await reader.StopAsync();
        await TellAsync(Abandoned(copier));

        for (var p = 0; p < Partitions; p++)
        {
            Assert.That(reader.Values(p), Is.EqualTo(Enumerable.Range(0, reader.Values(p).Count)), $"partition {p}");
        }

        async Task CopiedAsync(int progress)
        {
            await Eventually.HoldsAsync(() => reader.Count >= progress || reader.HasFailed || copier.HasExited, $"{progress} records are copied", ReturnLimit);
            Assert.That(copier.HasExited, Is.False, copier.Output);
            Assert.That(reader.Count, Is.LessThan(Records), "killed while there is still something to copy");
        }
    }

    [Test]
    public async Task Produce_BrokerKilledThreeTimes_EachRecordIsThereOnceInOrder()
    {
        await using var broker = await BrokerChild.StartAsync();
        var topic = await TestTopic.CreateAsync(Partitions, broker.Bootstrap);
        var acknowledged = 0;
        using var producer = Clients.Producer(c =>
        {
            c.BootstrapServers = broker.Bootstrap;
            c.ReconnectBackoffMaxMs = 200;
        });
        var sending = Task.Run(() =>
        {
            for (var i = 0; i < Records; i++)
            {
                SpinWait.SpinUntil(() => i - Volatile.Read(ref acknowledged) < 10_000);
                producer.Produce(new TopicPartition(topic, i % Partitions), new Message<string?, string?> { Value = (i / Partitions).ToString(null, null) },
                    report =>
                {
                    Assert.That(report.Error.IsError, Is.False, report.Error.Reason);
                    Interlocked.Increment(ref acknowledged);
                });
            }
        });
        for (var kill = 1; kill <= 3; kill++)
        {
            await Eventually.HoldsAsync(() => Volatile.Read(ref acknowledged) >= Records / 4 * kill, "records are being acknowledged");
            await broker.KillAndRestartAsync();
        }

        await sending;
        producer.Flush(TimeSpan.FromSeconds(60));

        Assert.That(acknowledged, Is.EqualTo(Records));
        var records = Clients.ReadAll(topic, partitions: Partitions, bootstrap: broker.Bootstrap);
        for (var p = 0; p < Partitions; p++)
        {
            Assert.That(records.Where(r => r.Partition == p).Select(r => int.Parse(r.Message.Value!, null)),
                Is.EqualTo(Enumerable.Range(0, Records / Partitions)));
        }
    }

    private static int Abandoned(ServiceProcess copier) => copier.Output.Split('\n').Count(line => line.Contains("ABANDONED", StringComparison.Ordinal));

    /// <summary>Every call of the library that is shipped has returned; with another in its place the guard's work is told.</summary>
    private static async Task TellAsync(int abandoned)
    {
        var built = typeof(Library).Assembly.GetName().Version!.ToString(3);
        await TestContext.Out.WriteLineAsync($"drill: librdkafka {Library.VersionString}: {abandoned} calls of the copier did not return and were abandoned");
        if (Library.VersionString == built)
        {
            Assert.That(abandoned, Is.Zero, "A call did not return although its own timeout was over.");
        }
    }

    private static void Fill(string bootstrap, string topic)
    {
        using var producer = Clients.Producer(c => c.BootstrapServers = bootstrap);
        for (var i = 0; i < Records; i++)
        {
            producer.Produce(new TopicPartition(topic, i % Partitions), new Message<string?, string?> { Value = (i / Partitions).ToString(null, null) });
        }

        producer.Flush(TimeSpan.FromSeconds(60));
    }

    /// <summary>Fills the source until all kills are over, so that whoever is killed has something to copy however slow the killer is.</summary>
    /// <returns>How many records there are.</returns>
    private static int FillAhead(string bootstrap, string topic, Reader reader, CancellationToken cancellationToken)
    {
        using var producer = Clients.Producer(c =>
        {
            c.BootstrapServers = bootstrap;
            c.ReconnectBackoffMaxMs = 200;
        });
        var failures = new ConcurrentQueue<string>();
        var total = 0;
        for (; !cancellationToken.IsCancellationRequested && failures.IsEmpty; total += Partitions)
        {
            SpinWait.SpinUntil(() => total - reader.Count < Lead || cancellationToken.IsCancellationRequested);
            for (var p = 0; p < Partitions; p++)
            {
                var message = new Message<string?, string?> { Value = (total / Partitions).ToString(null, null) };
                producer.Produce(new TopicPartition(topic, p), message, report =>
                {
                    if (report.Error.IsError)
                    {
                        failures.Enqueue(report.Error.Reason);
                    }
                });
            }
        }

        producer.Flush(TimeSpan.FromSeconds(60));
        Assert.That(failures, Is.Empty);
        return total;
    }

    /// <summary>Reads committed records while they are being written, through every crash.</summary>
    private sealed class Reader
    {
        private readonly List<int>[] _values = [.. Enumerable.Range(0, Partitions).Select(_ => new List<int>())];
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;
        private int _count;

        public Reader(string bootstrap, string topic) => _loop = Task.Factory.StartNew(() => Read(bootstrap, topic), TaskCreationOptions.LongRunning);

        public int Count => Volatile.Read(ref _count);

        public bool HasFailed => _loop.IsFaulted;

        public List<int> Values(int partition) => _values[partition];

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _loop;
        }

        private void Read(string bootstrap, string topic)
        {
            using var consumer = Clients.Consumer("reader", c =>
            {
                c.BootstrapServers = bootstrap;
                c.IsolationLevel = IsolationLevel.ReadCommitted;
                c.ReconnectBackoffMaxMs = 200;
            });
            consumer.Assign(Enumerable.Range(0, Partitions).Select(p => new TopicPartitionOffset(topic, p, Offset.Beginning)));
            while (!_stop.IsCancellationRequested)
            {
                if (consumer.Consume(TimeSpan.FromMilliseconds(50)) is not { } record)
                {
                    continue;
                }

                _values[record.Partition.Value].Add(int.Parse(record.Message.Value!, null));
                Interlocked.Increment(ref _count);
            }
        }
    }
}
