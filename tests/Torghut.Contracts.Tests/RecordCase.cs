using System.Buffers;
using Torghut.Avro;
using Torghut.Avro.Registry;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;

namespace Torghut.Contracts.Tests;

/// <summary>A record type as the tests see it, whatever the type is.</summary>
public abstract class RecordCase
{
    public static IReadOnlyList<RecordCase> All { get; } =
    [
        new RecordCase<Records.Trade>(RecordCodecs.Trade, SampleRecords.Trade, s => new RandomRecords(s).Trade()),
        new RecordCase<Records.Quote>(RecordCodecs.Quote, SampleRecords.Quote, s => new RandomRecords(s).Quote()),
        new RecordCase<Records.Bar>(RecordCodecs.Bar, SampleRecords.Bar, s => new RandomRecords(s).Bar()),
        new RecordCase<Records.Microbar>(RecordCodecs.Microbar, SampleRecords.Microbar, s => new RandomRecords(s).Microbar()),
        new RecordCase<Records.Signal>(RecordCodecs.Signal, SampleRecords.Signal, s => new RandomRecords(s).Signal()),
        new RecordCase<Records.TradeUpdate>(RecordCodecs.TradeUpdate, SampleRecords.TradeUpdate, s => new RandomRecords(s).TradeUpdate()),
        new RecordCase<Records.ForwarderStatus>(RecordCodecs.ForwarderStatus, SampleRecords.ForwarderStatus, s => new RandomRecords(s).ForwarderStatus()),
        new RecordCase<Records.TaStatus>(RecordCodecs.TaStatus, SampleRecords.TaStatus, s => new RandomRecords(s).TaStatus()),
        new RecordCase<Records.DeadLetter>(RecordCodecs.DeadLetter, SampleRecords.DeadLetter, s => new RandomRecords(s).DeadLetter()),
    ];

    public abstract RecordKind Kind { get; }

    public abstract AvroSchema Schema { get; }

    /// <summary>The sample's encoding by the hand-written codec.</summary>
    public abstract byte[] EncodeSample();

    /// <summary>The encoding, by the hand-written codec, of the record that a seed gives.</summary>
    public abstract byte[] EncodeRandom(int seed);

    /// <summary>Reads and writes again with the hand-written codec.</summary>
    public abstract byte[] Reencode(byte[] data);

    /// <summary>Decodes a framed value and encodes what came out.</summary>
    public abstract Task<(DecodeFailure Failure, byte[]? Data)> DecodeAsync(byte[] framed, ISchemaRegistryClient registry);

    /// <summary>Bytes allocated by decoding the framed sample a number of times after the first.</summary>
    public abstract Task<long> MeasureDecodeAsync(ISchemaRegistryClient registry, int schemaId, int times);

    public override string ToString() => Kind.ToString();
}

internal sealed class RecordCase<T>(RecordCodec<T> codec, T sample, Func<int, T> random) : RecordCase
    where T : struct
{
    public override RecordKind Kind => codec.Kind;

    public override AvroSchema Schema => codec.Schema;

    public override byte[] EncodeSample() => Encode(sample);

    public override byte[] EncodeRandom(int seed) => Encode(random(seed));

    public override byte[] Reencode(byte[] data)
    {
        var reader = new AvroReader(data);
        var value = codec.Read(ref reader, new AvroStringPool());
        reader.RequireEnd();
        return Encode(value);
    }

    public override async Task<(DecodeFailure Failure, byte[]? Data)> DecodeAsync(byte[] framed, ISchemaRegistryClient registry)
    {
        var result = await new RecordDecoder<T>(codec, registry, TimeProvider.System).DecodeAsync(framed, CancellationToken.None);
        return (result.Failure, result.IsSuccess ? Encode(result.Value) : null);
    }

    public override async Task<long> MeasureDecodeAsync(ISchemaRegistryClient registry, int schemaId, int times)
    {
        var framed = new RecordEncoder<T>(codec, schemaId).Encode(sample);
        var decoder = new RecordDecoder<T>(codec, registry, TimeProvider.System);
        await decoder.DecodeAsync(framed, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < times; i++)
            decoder.Decode(framed);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private byte[] Encode(in T value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var writer = new AvroWriter(buffer);
        codec.Write(value, ref writer);
        return buffer.WrittenSpan.ToArray();
    }
}
