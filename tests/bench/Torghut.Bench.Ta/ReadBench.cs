using System.Runtime.InteropServices;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka.Batches;
using Torghut.Contracts;
using Torghut.Ta.Kafka;

namespace Torghut.Bench.Ta;

/// <summary>
/// CPU time of reading a record from Kafka, librdkafka's threads included, nothing decoded: in batches, by Confluent.Kafka's Consume, and the floor, a loop
/// over the same batch call that touches one byte a record. All with the service's settings.
/// </summary>
internal static class ReadBench
{
    private const string Stock = "Confluent.Kafka Consume, bytes not decoded";
    private const string Floor = "the floor: the batch call and one byte a record";
    private const double StockTarget = 1 / 1.5;
    private const int Capacity = 512;
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly int ValueAt = (int)Marshal.OffsetOf<NativeMessage>(nameof(NativeMessage.Value));
    private static readonly TopicPartition Log = new(Topics.Trades, 0);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, Pipeline pipeline, int count)
    {
        var clients = new KafkaClients(new TaKafkaOptions { Bootstrap = pipeline.Bootstrap }, NullLogger<KafkaClients>.Instance);
        using var batches = clients.Consumer<Ignore, Ignore>("bench-batches", OffsetReset.Earliest, member: false).Build();
        using var reader = clients.Reader(batches, [Log.Topic], Capacity);
        using var stock = clients.Consumer<byte[], byte[]>("bench-stock-read", OffsetReset.Earliest, member: false).Build();
        using var least = clients.Consumer<Ignore, Ignore>("bench-floor", OffsetReset.Earliest, member: false).Build();
        using var queue = new ConsumerQueue(least.Handle, [Log.Topic]);
        reader.Assign([Log]);
        queue.Add([Log]);
        Begin(batches);
        Begin(stock);
        Begin(least);
        Compare(report, count, batches, reader, stock);
        var sum = 0L;
        Task<Sample> Pass(Func<long> read) => Measure.PassAsync(count, () => Task.Run(() => sum += read()));
        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Pass(() => ReadBatches(batches, reader, count)), () => Pass(() => ReadStock(stock, count)),
            () => Pass(() => ReadFloor(least, queue, count)));
        await Rounds(arguments.Pick(2, 1));
        var sets = await Rounds(arguments.Pick(9, 2));
        var result = new BenchResult("read_cpu", sets[0].CpuNanos, "ns/record") { Spread = sets[0].Spread, Best = sets[0].BestCpuNanos };
        report.Add(result.Against(Stock, sets[1].CpuNanos).RatioAtMost(StockTarget));
        report.Add((result with { Name = "read_cpu_floor" }).Against(Floor, sets[2].CpuNanos));
        report.Add(new BenchResult("read_cpu_floor_best", sets[0].BestCpuNanos, "ns/record").Against(Floor + ", best", sets[2].BestCpuNanos));
        report.Add(new BenchResult("read_cpu_stock_best", sets[0].BestCpuNanos, "ns/record").Against(Stock + ", best", sets[1].BestCpuNanos));
        report.Add(new BenchResult("read_allocated", sets[0].AllocatedBytes, "B/record").Against(Stock, sets[1].AllocatedBytes).AtMost(1));
        GC.KeepAlive(sum);
    }

    private static void Compare(BenchReport report, int count, IConsumer<Ignore, Ignore> batches, BatchReader reader, IConsumer<byte[], byte[]> stock)
    {
        var (ours, theirs) = (new List<string>(), new List<string>());
        for (var read = 0; read < count;)
        {
            Next(reader);
            var record = reader.Current;
            if (!record.IsPartitionEnd)
            {
                ours.Add($"{record.Offset} {Convert.ToHexString(record.Key)} {Convert.ToHexString(record.Value)}");
                read++;
            }
        }

        Rewind(batches);
        while (theirs.Count < count)
        {
            if (stock.Consume(Timeout) is { IsPartitionEOF: false } result)
            {
                theirs.Add($"{result.Offset.Value} {Convert.ToHexString(result.Message.Key)} {Convert.ToHexString(result.Message.Value)}");
            }
        }

        Rewind(stock);
        report.RequireEqual("records read in batches, offset, key and value", Stock, ours, theirs);
    }

    private static long ReadBatches(IConsumer<Ignore, Ignore> consumer, BatchReader reader, int count)
    {
        var sum = 0L;
        for (var read = 0; read < count;)
        {
            Next(reader);
            var record = reader.Current;
            if (!record.IsPartitionEnd)
            {
                sum += record.Key.Length + record.Value[0] + record.Offset;
                read++;
            }
        }

        Rewind(consumer);
        return sum;
    }

    private static long ReadStock(IConsumer<byte[], byte[]> consumer, int count)
    {
        var sum = 0L;
        for (var read = 0; read < count;)
        {
            var result = consumer.Consume(Timeout) ?? throw new InvalidOperationException($"{read} of {count} records came");
            if (!result.IsPartitionEOF)
            {
                sum += result.Message.Key.Length + result.Message.Value[0] + result.Offset.Value;
                read++;
            }
        }

        Rewind(consumer);
        return sum;
    }

    private static long ReadFloor(IConsumer<Ignore, Ignore> consumer, ConsumerQueue queue, int count)
    {
        Span<nint> messages = new nint[Capacity];
        var sum = 0L;
        for (var read = 0; read < count;)
        {
            var taken = queue.Take(messages, Wait);
            foreach (var message in messages[..taken])
            {
                if (Marshal.ReadInt32(message) == 0)
                {
                    sum += Marshal.ReadByte(Marshal.ReadIntPtr(message, ValueAt));
                    read++;
                }
            }

            queue.GiveBack(messages[..taken]);
        }

        Rewind(consumer);
        return sum;
    }

    private static void Begin<TKey, TValue>(IConsumer<TKey, TValue> consumer) => consumer.Assign(new TopicPartitionOffset(Log, Offset.Beginning));

    /// <summary>Not by another assignment, which would take the partition from the queue that it was given.</summary>
    private static void Rewind<TKey, TValue>(IConsumer<TKey, TValue> consumer) => consumer.Seek(new TopicPartitionOffset(Log, Offset.Beginning));

    private static void Next(BatchReader reader)
    {
        while (!reader.Read(Wait))
        {
        }
    }
}
