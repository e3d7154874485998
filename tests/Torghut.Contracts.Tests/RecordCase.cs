using System.Buffers;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Contracts.Tests;

/// <summary>A record type as the tests see it, whatever the type is.</summary>
public abstract class RecordCase
{
    public static IReadOnlyList<RecordCase> All { get; } =
    [
        new RecordCase<Records.Trade>(RecordCodecs.Trade, SampleRecords.Trade, r => r.Trade()),
        new RecordCase<Records.Quote>(RecordCodecs.Quote, SampleRecords.Quote, r => r.Quote()),
        new RecordCase<Records.Bar>(RecordCodecs.Bar, SampleRecords.Bar, r => r.Bar()),
        new RecordCase<Records.Microbar>(RecordCodecs.Microbar, SampleRecords.Microbar, r => r.Microbar()),
        new RecordCase<Records.Signal>(RecordCodecs.Signal, SampleRecords.Signal, r => r.Signal()),
        new RecordCase<Records.TradeUpdate>(RecordCodecs.TradeUpdate, SampleRecords.TradeUpdate, r => r.TradeUpdate()),
        new RecordCase<Records.ForwarderStatus>(RecordCodecs.ForwarderStatus, SampleRecords.ForwarderStatus, r => r.ForwarderStatus()),
        new RecordCase<Records.TaStatus>(RecordCodecs.TaStatus, SampleRecords.TaStatus, r => r.TaStatus()),
        new RecordCase<Records.DeadLetter>(RecordCodecs.DeadLetter, SampleRecords.DeadLetter, r => r.DeadLetter()),
    ];

    public abstract RecordKind Kind { get; }

    public abstract AvroSchema Schema { get; }

    /// <summary>The sample's encoding by the hand-written codec.</summary>
    public abstract byte[] EncodeSample();

    /// <summary>The encoding, by the hand-written codec, of the record that a seed gives.</summary>
    public abstract byte[] EncodeRandom(int seed);

    /// <summary>The same, of a record that has the ends of its types' ranges as well.</summary>
    public abstract byte[] EncodeExtreme(int seed);

    /// <summary>A datum as a Kafka value, by the suite's own encoder's frame.</summary>
    public byte[] Frame(int schemaId, byte[] datum)
    {
        var buffer = new ArrayBufferWriter<byte>();
        ConfluentWireFormat.WriteHeader(buffer, schemaId);
        buffer.Write(datum);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads and writes again with the hand-written codec.</summary>
    public abstract byte[] Reencode(byte[] data);

    /// <summary>Decodes a framed value and encodes what came out.</summary>
    public abstract Task<(DecodeFailure Failure, byte[]? Data)> DecodeAsync(byte[] framed, ISchemaSource registry);

    /// <summary>Bytes allocated by decoding the framed sample a number of times after the first.</summary>
    public abstract Task<long> MeasureDecodeAsync(ISchemaSource registry, int schemaId, int times);

    public override string ToString() => Kind.ToString();
}

internal sealed class RecordCase<T>(RecordCodec<T> codec, T sample, Func<RandomRecords, T> random) : RecordCase
    where T : struct
{
    public override RecordKind Kind => codec.Kind;

    public override AvroSchema Schema => codec.Schema;

    public override byte[] EncodeSample() => Encode(sample);

    public override byte[] EncodeRandom(int seed) => Encode(random(new RandomRecords(seed)));

    public override byte[] EncodeExtreme(int seed) => Encode(random(new RandomRecords(seed, extremes: true)));

    public override byte[] Reencode(byte[] data)
    {
        var reader = new AvroReader(data);
        var value = codec.Read(ref reader, new AvroStringPool());
        reader.RequireEnd();
        return Encode(value);
    }

    public override async Task<(DecodeFailure Failure, byte[]? Data)> DecodeAsync(byte[] framed, ISchemaSource registry)
    {
        var result = await new RecordDecoder<T>(codec, registry, TimeProvider.System).DecodeAsync(framed, CancellationToken.None);
        return (result.Failure, result.IsSuccess ? Encode(result.Value) : null);
    }

    public override async Task<long> MeasureDecodeAsync(ISchemaSource registry, int schemaId, int times)
    {
        var framed = new RecordEncoder<T>(codec, schemaId).Encode(sample);
        var decoder = new RecordDecoder<T>(codec, registry, TimeProvider.System);
        await decoder.DecodeAsync(framed, CancellationToken.None);

        // What a first call sets up, here or because of what else runs in the process, is allocated once.
        return Math.Min(Measure(), Measure());

        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < times; i++)
            {
                decoder.Decode(framed);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private byte[] Encode(in T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        codec.Write(value, ref writer);
        return buffer.WrittenSpan.ToArray();
    }
}
