using System.Buffers;
using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using GenericRecord = Avro.Generic.GenericRecord;

namespace Torghut.Bench;

/// <summary>
/// CPU time of encoding a record: our codec into a buffer that is used again, as the services do, against Confluent's serializer. Its records are
/// filled before the clock starts, which a user would have to do for each.
/// </summary>
internal static class EncodeRun
{
    public const string Peer = "Confluent AvroSerializer<GenericRecord>";

    private const double RatioTarget = 10;
    private const int IdOffset = 1;

    /// <param name="name">The record's, for the figures.</param>
    /// <param name="topic">Where such records go; it names the registry's subject.</param>
    /// <param name="framed">Values as they stand in Kafka.</param>
    public static async Task RunAsync<T>(
        BenchArguments arguments, BenchReport report, ISchemaRegistryClient registry, string name, RecordCodec<T> codec, string topic,
        IReadOnlyList<byte[]> framed)
        where T : struct
    {
        var values = framed.Select(value => Read(codec, value)).ToArray();
        var records = GenericRecords.Read(codec.Schema, framed);
        var serializer = new AvroSerializer<GenericRecord>(registry, new AvroSerializerConfig { AutoRegisterSchemas = true });
        var context = new SerializationContext(MessageComponentType.Value, topic);
        var theirs = new List<byte[]>();
        foreach (var record in records)
        {
            theirs.Add(await serializer.SerializeAsync(record, context));
        }

        var encoder = new RecordEncoder<T>(codec, BinaryPrimitives.ReadInt32BigEndian(theirs[0].AsSpan(IdOffset)));
        List<string> ours = [.. values.Select(value => Convert.ToHexString(encoder.Encode(value)))];
        report.RequireEqual($"bytes of an encoded {name}", Peer, ours, [.. theirs.Select(Convert.ToHexString)]);
        await TimeAsync(arguments, report, name, values, encoder, records, record => serializer.SerializeAsync(record, context));
    }

    private static async Task TimeAsync<T>(
        BenchArguments arguments, BenchReport report, string name, T[] values, RecordEncoder<T> encoder, GenericRecord[] records,
        Func<GenericRecord, Task<byte[]>> serialize)
        where T : struct
    {
        var repeats = arguments.Pick(10, 1);
        var bytes = 0L;
        var buffer = new ArrayBufferWriter<byte>(1024);
        void Ours()
        {
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                foreach (ref readonly var value in values.AsSpan())
                {
                    buffer.ResetWrittenCount();
                    encoder.Encode(value, buffer);
                    bytes += buffer.WrittenCount;
                }
            }
        }

        async Task Theirs()
        {
            foreach (var record in records)
            {
                bytes += (await serialize(record)).Length;
            }
        }

        Task<IReadOnlyList<SampleSet>> Rounds(int rounds) => Measure.AlternateAsync(
            rounds, () => Task.FromResult(Measure.Pass((long)values.Length * repeats, Ours)), () => Measure.PassAsync(records.Length, Theirs));
        await Rounds(arguments.Pick(4, 1));
        var sets = await Rounds(arguments.Pick(9, 2));
        report.Add(new BenchResult($"encode_{name}", 1e9 / sets[0].CpuNanos, "records/cpu-s") { Spread = sets[0].Spread, Best = 1e9 / sets[0].BestCpuNanos }
            .Against(Peer, 1e9 / sets[1].CpuNanos).RatioAtLeast(RatioTarget));
        report.Add(new BenchResult($"encode_{name}_allocated", sets[0].AllocatedBytes, "B/record").Against(Peer, sets[1].AllocatedBytes).AtMost(0));
        GC.KeepAlive(bytes);
    }

    private static T Read<T>(RecordCodec<T> codec, byte[] framed)
        where T : struct
    {
        var reader = new AvroReader(ConfluentWireFormat.Read(framed, out _));
        return codec.Read(ref reader, new AvroStringPool());
    }
}
