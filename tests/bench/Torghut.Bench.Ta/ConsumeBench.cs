using Confluent.Kafka;
using Confluent.Kafka.SyncOverAsync;
using Confluent.SchemaRegistry.Serdes;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Avro;
using Torghut.Common.Kafka.Batches;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;
using GenericRecord = Avro.Generic.GenericRecord;

namespace Torghut.Bench.Ta;

/// <summary>
/// CPU time of reading a trade from Kafka, librdkafka included: the service's consumer, which gives decoded trades, against stock consumers that give
/// bytes or generic records. All have the service's settings for fetching, which are kinder to the processor than the defaults.
/// </summary>
internal static class ConsumeBench
{
    private const string Stock = "Confluent.Kafka Consume, bytes not decoded";
    private const string StockDecoded = "Confluent.Kafka Consume with AvroDeserializer<GenericRecord>";
    private const int Capacity = 512;
    private static readonly TopicPartition Log = new(Topics.Trades, 0);
    private static readonly TimeSpan Wait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, Pipeline pipeline, EncodedMarket market)
    {
        using (var feed = new PipelineFeed(pipeline.Bootstrap))
        {
            feed.SendAll(market);
        }

        await RunAsync(arguments, report, pipeline, market.Events.Count(e => e.IsTrade));
    }

    private static async Task RunAsync(BenchArguments arguments, BenchReport report, Pipeline pipeline, int count)
    {
        var options = new TaKafkaOptions { Bootstrap = pipeline.Bootstrap };
        var clients = new KafkaClients(options, NullLogger<KafkaClients>.Instance);
        var deserializer = new InputDeserializer(options, EngineOptions.Default.MaxFuture, pipeline.Registry, TimeProvider.System);
        using var registry = pipeline.ConfluentRegistry();
        using var consumer = clients.Consumer<Ignore, Ignore>("bench-ours", OffsetReset.Earliest, member: false).Build();
        using var reader = clients.Reader(consumer, [Topics.Trades], Capacity);
        reader.Assign([Log]);
        consumer.Assign(new TopicPartitionOffset(Log, Offset.Beginning));
        var ours = new Batches(consumer, reader, deserializer);
        using var stock = clients.Consumer<Ignore, byte[]>("bench-stock", OffsetReset.Earliest, member: false).Build();
        using var generic = clients.Consumer<Ignore, GenericRecord>("bench-generic", OffsetReset.Earliest, member: false)
            .SetValueDeserializer(new AvroDeserializer<GenericRecord>(registry).AsSyncOverAsync()).Build();
        await CompareAsync(report, pipeline, deserializer, count, ours, stock, generic);
        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Measure.PassAsync(count, () => Task.Run(() => Read(ours, count, static (_, _) => { }))),
            () => PassAsync(stock, count), () => PassAsync(generic, count));
        await Rounds(1);
        var sets = await Rounds(arguments.Pick(7, 2));
        var result = new BenchResult("consume_cpu", sets[0].CpuNanos, "ns/record")
        {
            Spread = sets[0].Spread,
            Best = sets[0].BestCpuNanos,
            Note = "ours decodes; whole client process, librdkafka included",
        };
        report.Add(result.Against(Stock, sets[1].CpuNanos));
        report.Add((result with { Name = "consume_cpu_decoded" }).Against(StockDecoded, sets[2].CpuNanos));
        report.Add(new BenchResult("consume_allocated", sets[0].AllocatedBytes, "B/record").Against(Stock, sets[1].AllocatedBytes));
    }

    private static Task<Sample> PassAsync<T>(IConsumer<Ignore, T> consumer, int count) =>
        Measure.PassAsync(count, () => Task.Run(() => Read(consumer, count, static _ => { })));

    /// <summary>Reads the trades from their beginning.</summary>
    private static void Read<T>(IConsumer<Ignore, T> consumer, int count, Action<ConsumeResult<Ignore, T>> take)
    {
        consumer.Assign(new TopicPartitionOffset(Log, Offset.Beginning));
        for (var read = 0; read < count;)
        {
            var result = consumer.Consume(Timeout) ?? throw new InvalidOperationException($"{read} of {count} records came");
            if (!result.IsPartitionEOF)
            {
                take(result);
                read++;
            }
        }

        consumer.Unassign();
    }

    /// <summary>Reads the trades as compute does.</summary>
    private static void Read(Batches batches, int count, Action<long, InputRecord> take)
    {
        for (var read = 0; read < count;)
        {
            if (batches.Reader.Read(Wait) && !batches.Reader.Current.IsPartitionEnd)
            {
                var record = batches.Reader.Current;
                take(record.Offset, batches.Deserializer.Read(InputKind.Trade, record));
                read++;
            }
        }

        // Not by another assignment, which would take the partition from the queue that it was given.
        batches.Consumer.Seek(new TopicPartitionOffset(Log, Offset.Beginning));
    }

    private static async Task CompareAsync(
        BenchReport report, Pipeline pipeline, InputDeserializer deserializer, int count, Batches ours, IConsumer<Ignore, byte[]> stock,
        IConsumer<Ignore, GenericRecord> generic)
    {
        var bytes = new List<(long Offset, byte[] Value)>();
        Read(stock, count, result => bytes.Add((result.Offset.Value, result.Message.Value)));
        await deserializer.LoadSchemaAsync(InputKind.Trade, SchemaId(bytes[0].Value), CancellationToken.None);
        var events = new List<(long, TradeEvent)>();
        Read(ours, count, (offset, record) => events.Add((offset, record.Trade)));
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, pipeline.Registry, TimeProvider.System);
        var decoded = new List<(long, TradeEvent)>();
        foreach (var (offset, value) in bytes)
        {
            decoded.Add((offset, TradeEvent.From((await decoder.DecodeAsync(value, CancellationToken.None)).Value)));
        }

        report.RequireEqual("consumed trades, offsets and fields", Stock, events, decoded);
        var records = new List<(long, string)>();
        Read(generic, count, result => records.Add((result.Offset.Value, GenericRecords.Hex(result.Message.Value))));
        report.RequireEqual(
            "consumed trades, offsets and bytes", StockDecoded,
            [.. bytes.Select(pair => (pair.Offset, Convert.ToHexString(pair.Value.AsSpan(ConfluentWireFormat.HeaderSize))))], records);
    }

    private sealed record Batches(IConsumer<Ignore, Ignore> Consumer, BatchReader Reader, InputDeserializer Deserializer);

    private static int SchemaId(byte[] framed)
    {
        ConfluentWireFormat.Read(framed, out var id);
        return id;
    }
}
