using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Kafka;

namespace Torghut.Sandbox.Kafka.Drill;

/// <summary>
/// The consume-transform-produce loop as every exactly-once client writes it; it may be killed at any instant. Calls that do not return are given up by the
/// services' own guard: librdkafka 2.16 leaves SendOffsetsToTransaction waiting without end after the group's coordinator died
/// (docs/adr/0011-librdkafka-pin.md).
/// </summary>
internal static class CopyCommand
{
    /// <summary>What opens a producer waits until a broker of one node serves again.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(10);

    public static int Run(string[] args)
    {
        if (args is not [var bootstrap, var from, var to, var transactionalId, var group, var size])
        {
            return Usage.Print();
        }

        var perTransaction = int.Parse(size, CultureInfo.InvariantCulture);
        while (true)
        {
            try
            {
                Copy(bootstrap, from, to, transactionalId, group, perTransaction);
            }
            catch (KafkaException e)
            {
                // A fenced or fatally failed producer is of no more use: start over from the committed offsets.
                Console.Error.WriteLine($"starting over: {e.Error}");
            }
            catch (CallOverdueException e)
            {
                // The next producer fences this one, whatever becomes of its call.
                Console.Error.WriteLine($"ABANDONED {e.Message}");
            }
        }
    }

    private static void Copy(string bootstrap, string from, string to, string transactionalId, string group, int perTransaction)
    {
        var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            TransactionalId = transactionalId,

            // A broker of one node may need 15 to 20 s after SIGKILL until it serves again.
            TransactionTimeoutMs = 60_000,
            LingerMs = 2,
            CompressionType = CompressionType.Lz4,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler((_, _) => { }).Build();
        var guard = new CallGuard("copier", TimeProvider.System);
        try
        {
            Guarded(guard, nameof(producer.InitTransactions), Timeout, producer.InitTransactions);
            using var consumer = OpenConsumer(bootstrap, group, transactionalId);
            consumer.Subscribe(from);
            Console.WriteLine("READY");
            while (true)
            {
                CopyOnce(producer, guard, consumer, to, perTransaction);
            }
        }
        finally
        {
            ClientDisposal.Of(producer, guard);
        }
    }

    private static IConsumer<byte[]?, byte[]> OpenConsumer(string bootstrap, string group, string instance) =>
        new ConsumerBuilder<byte[]?, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            SessionTimeoutMs = 6_000,
            ReconnectBackoffMaxMs = 500,

            // As a static member a restarted copier takes over at once instead of waiting for its predecessor's session to end.
            GroupInstanceId = instance,
        }).SetLogHandler((_, _) => { }).Build();

    private static void CopyOnce(
        IProducer<byte[]?, byte[]> producer, CallGuard guard, IConsumer<byte[]?, byte[]> consumer, string to, int perTransaction)
    {
        if (consumer.Consume(Timeout) is not { } first)
        {
            return;
        }

        producer.BeginTransaction();
        try
        {
            var next = new Dictionary<TopicPartition, Offset>();
            var record = first;
            for (var count = 0; record is not null; record = ++count < perTransaction ? consumer.Consume(TimeSpan.FromMilliseconds(200)) : null)
            {
                producer.Produce(new TopicPartition(to, record.Partition), record.Message);
                next[record.TopicPartition] = record.Offset + 1;
            }

            var offsets = next.Select(n => new TopicPartitionOffset(n.Key, n.Value)).ToList();
            var member = consumer.ConsumerGroupMetadata;
            Guarded(guard, nameof(producer.SendOffsetsToTransaction), CallTimeout, limit => producer.SendOffsetsToTransaction(offsets, member, limit));
            Guarded(guard, nameof(producer.CommitTransaction), CallTimeout, producer.CommitTransaction);
        }
        catch (KafkaTxnRequiresAbortException)
        {
            Guarded(guard, nameof(producer.AbortTransaction), CallTimeout, producer.AbortTransaction);
            throw;
        }
    }

    /// <summary>A call that is given a timeout, and waited for half as long again.</summary>
    private static void Guarded(CallGuard guard, string name, TimeSpan timeout, Action<TimeSpan> call) => guard.Run(name, timeout * 1.5, () => call(timeout));
}
