using System.Security.Cryptography;
using Confluent.Kafka;
using Torghut.Ws.Publishing;

namespace Torghut.Bench.Ws;

/// <summary>CPU time of handing records to Kafka until they are acknowledged: our producer against stock <c>Produce</c> calls with the same settings.</summary>
internal static class ProduceBench
{
    private const double RatioTarget = 0.7;
    private const int LargestFrame = 100;
    private const long RoomForAll = 1024L * 1024 * 1024;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, string bootstrap)
    {
        var options = new PublishingOptions { Bootstrap = bootstrap, TopicTrades = BenchBroker.Ours, BufferMemory = RoomForAll };
        var parts = new ForwarderComponents(options);
        var records = await RecordsAsync(parts, arguments.Pick(200_000, 20_000));
        using var ours = parts.KafkaProducer();
        using var stock = new ProducerBuilder<byte[], byte[]>(ProducerSettings.From(options)).SetLogHandler((_, _) => { }).Build();
        Ours(ours, records);
        Stock(stock, records);
        Compare(bootstrap, records.Count, report);
        var sets = await Measure.AlternateAsync(
            arguments.Pick(7, 2),
            () => Measure.PassAsync(records.Count, () => Task.Run(() => Ours(ours, records))),
            () => Measure.PassAsync(records.Count, () => Task.Run(() => Stock(stock, records))));
        report.Add(new BenchResult("produce_cpu", sets[0].CpuNanos, "ns/msg") { Spread = sets[0].Spread, Note = "whole client process, librdkafka included" }
            .Against("Confluent.Kafka Produce", sets[1].CpuNanos).RatioAtMost(RatioTarget));
        report.Add(new BenchResult("produce_allocated", sets[0].AllocatedBytes, "B/msg").Against("Confluent.Kafka Produce", sets[1].AllocatedBytes));
    }

    /// <summary>Records as the service makes them.</summary>
    private static async Task<List<(byte[] Key, byte[] Value)>> RecordsAsync(ForwarderComponents parts, int count)
    {
        using var collecting = new CollectingProducer();
        var path = await parts.PathAsync(collecting);
        var frames = FrameSet.Make(count, LargestFrame);
        for (var i = 0; i < frames.Frames.Count; i++)
        {
            path.Offer(frames.Frames[i], FrameClock.IngestNanos(i), FrameClock.Timestamp(i));
        }

        return collecting.Records;
    }

    private static void Ours(KafkaRecordProducer producer, List<(byte[] Key, byte[] Value)> records)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        foreach (var (key, value) in records)
        {
            while (!producer.TryProduce(ProduceTopic.Trades, key, value, startedAt))
            {
                Thread.Yield();
            }
        }

        using var deadline = new CancellationTokenSource(Timeout);
        if (producer.Flush(deadline.Token) != 0)
        {
            throw new InvalidOperationException("Our producer's records were not all acknowledged.");
        }
    }

    private static void Stock(IProducer<byte[], byte[]> producer, List<(byte[] Key, byte[] Value)> records)
    {
        var acknowledged = 0;
        void Delivered(DeliveryReport<byte[], byte[]> delivery)
        {
            if (!delivery.Error.IsError)
            {
                Interlocked.Increment(ref acknowledged);
            }
        }

        foreach (var (key, value) in records)
        {
            producer.Produce(BenchBroker.Stock, new Message<byte[], byte[]> { Key = key, Value = value }, Delivered);
        }

        producer.Flush(Timeout);
        if (acknowledged != records.Count)
        {
            throw new InvalidOperationException("The stock producer's records were not all acknowledged.");
        }
    }

    private static void Compare(string bootstrap, int count, BenchReport report)
    {
        if (!Digests(bootstrap, BenchBroker.Ours, count).SequenceEqual(Digests(bootstrap, BenchBroker.Stock, count)))
        {
            throw new OutputsDifferException("The two producers did not write the same records to the same partitions in the same order.");
        }

        report.Equal("records on the broker from our producer and from stock Produce calls: partition, order, key, value", count);
    }

    /// <summary>A digest of each partition's keys and values in order.</summary>
    private static List<string> Digests(string bootstrap, string topic, int count)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrap,
            GroupId = "bench-" + topic,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            EnableAutoCommit = false
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).SetLogHandler((_, _) => { }).Build();
        consumer.Subscribe(topic);
        var hashes = new SortedDictionary<int, IncrementalHash>();
        for (var read = 0; read < count; read++)
        {
            var record = consumer.Consume(Timeout) ?? throw new InvalidOperationException($"{read} of {count} records came back from {topic}.");
            if (!hashes.TryGetValue(record.Partition.Value, out var hash))
            {
                hashes.Add(record.Partition.Value, hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256));
            }

            hash.AppendData(record.Message.Key);
            hash.AppendData(record.Message.Value);
        }

        return [.. hashes.Select(pair => $"{pair.Key} {Convert.ToHexString(pair.Value.GetHashAndReset())}")];
    }
}
