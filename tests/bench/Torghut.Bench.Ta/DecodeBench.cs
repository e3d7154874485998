using Confluent.Kafka;
using Confluent.SchemaRegistry.Serdes;
using Torghut.Avro;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using GenericRecord = Avro.Generic.GenericRecord;

namespace Torghut.Bench.Ta;

/// <summary>CPU time of decoding a trade and a quote: our decoder, whose strings are shared, against Confluent's.</summary>
internal static class DecodeBench
{
    public const string Peer = "Confluent AvroDeserializer<GenericRecord>";

    private const double RatioTarget = 10;

    public static async Task RunAsync(BenchArguments arguments, BenchReport report, Pipeline pipeline, EncodedMarket market)
    {
        await RunAsync(arguments, report, pipeline, "trade", RecordCodecs.Trade, Topics.Trades, [.. market.Events.Where(e => e.IsTrade).Select(e => e.Value)]);
        await RunAsync(arguments, report, pipeline, "quote", RecordCodecs.Quote, Topics.Quotes, [.. market.Events.Where(e => !e.IsTrade).Select(e => e.Value)]);
    }

    private static async Task RunAsync<T>(
        BenchArguments arguments, BenchReport report, Pipeline pipeline, string name, RecordCodec<T> codec, string topic, byte[][] values)
        where T : struct
    {
        using var registry = pipeline.ConfluentRegistry();
        var deserializer = new AvroDeserializer<GenericRecord>(registry);
        var context = new SerializationContext(MessageComponentType.Value, topic);
        var decoder = new RecordDecoder<T>(codec, pipeline.Registry, TimeProvider.System);
        await CompareAsync(report, name, values, decoder, new RecordEncoder<T>(codec, 0), value => deserializer.DeserializeAsync(value, false, context));
        var seen = 0L;
        void Ours()
        {
            foreach (var value in values)
            {
                seen += (long)decoder.Decode(value).Failure;
            }
        }

        async Task Theirs()
        {
            foreach (var value in values)
            {
                seen += (await deserializer.DeserializeAsync(value, false, context)).Schema.Count;
            }
        }

        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Task.FromResult(Measure.Pass(values.Length, Ours)), () => Measure.PassAsync(values.Length, Theirs));
        await Rounds(arguments.Pick(4, 1));
        var sets = await Rounds(arguments.Pick(9, 2));
        report.Add(new BenchResult($"decode_{name}", 1e9 / sets[0].CpuNanos, "records/cpu-s") { Spread = sets[0].Spread, Best = 1e9 / sets[0].BestCpuNanos }
            .Against(Peer, 1e9 / sets[1].CpuNanos).RatioAtLeast(RatioTarget));
        report.Add(new BenchResult($"decode_{name}_allocated", sets[0].AllocatedBytes, "B/record").Against(Peer, sets[1].AllocatedBytes));
        GC.KeepAlive(seen);
    }

    /// <summary>What both have decoded is written again, by each side's own writer, so that every field counts.</summary>
    private static async Task CompareAsync<T>(
        BenchReport report, string name, byte[][] values, RecordDecoder<T> decoder, RecordEncoder<T> encoder,
        Func<ReadOnlyMemory<byte>, Task<GenericRecord>> deserialize)
        where T : struct
    {
        var (ours, theirs) = (new List<string>(), new List<string>());
        foreach (var value in values)
        {
            var decoded = (await decoder.DecodeAsync(value, CancellationToken.None)).Value;
            ours.Add(Convert.ToHexString(encoder.Encode(decoded).AsSpan(ConfluentWireFormat.HeaderSize)));
            theirs.Add(GenericRecords.Hex(await deserialize(value)));
        }

        report.RequireEqual($"fields of a decoded {name}", Peer, ours, theirs);
    }
}
