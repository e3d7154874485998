using System.Globalization;
using Confluent.Kafka;

namespace Torghut.Sandbox.Kafka.Drill;

/// <summary>The consume-transform-produce loop as every exactly-once client writes it; it may be killed at any instant.</summary>
internal static class CopyCommand
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

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
        }
    }

    private static void Copy(string bootstrap, string from, string to, string transactionalId, string group, int perTransaction)
    {
        using var producer = new ProducerBuilder<byte[]?, byte[]>(new ProducerConfig
        {
            BootstrapServers = bootstrap,
            TransactionalId = transactionalId,

            // A broker of one node may need 15 to 20 s after SIGKILL until it serves again.
            TransactionTimeoutMs = 60_000,
            LingerMs = 2,
            CompressionType = CompressionType.Lz4,
            ReconnectBackoffMaxMs = 500,
        }).SetLogHandler((_, _) => { }).Build();
        producer.InitTransactions(Timeout);
        using var consumer = new ConsumerBuilder<byte[]?, byte[]>(new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = group,
            IsolationLevel = IsolationLevel.ReadCommitted,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false,
            SessionTimeoutMs = 6_000,
            ReconnectBackoffMaxMs = 500,

            // As a static member a restarted copier takes over at once instead of waiting for its predecessor's session to end.
            GroupInstanceId = transactionalId,
        }).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(from);
        Console.WriteLine("READY");
        while (true)
        {
            CopyOnce(producer, consumer, to, perTransaction);
        }
    }

    private static void CopyOnce(IProducer<byte[]?, byte[]> producer, IConsumer<byte[]?, byte[]> consumer, string to, int perTransaction)
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
            CallLimit.Hold("SendOffsetsToTransaction", Timeout, () => producer.SendOffsetsToTransaction(offsets, consumer.ConsumerGroupMetadata, Timeout));
            CallLimit.Hold("CommitTransaction", Timeout, () => producer.CommitTransaction(Timeout));
        }
        catch (KafkaTxnRequiresAbortException)
        {
            CallLimit.Hold("AbortTransaction", Timeout, () => producer.AbortTransaction(Timeout));
            throw;
        }
    }
}
