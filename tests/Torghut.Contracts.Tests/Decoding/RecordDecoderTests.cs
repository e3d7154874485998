using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests.Decoding;

[TestFixtureSource(typeof(RecordCase), nameof(RecordCase.All))]
public sealed class RecordDecoderTests(RecordCase record)
{
    [Test]
    public async Task Decode_SameSchema_GivesTheRecord()
    {
        var registry = new StubRegistry();
        var framed = Frames.Frame(registry.Add(record.Schema), record.EncodeSample());
        var (failure, data) = await record.DecodeAsync(framed, registry);
        Assert.Multiple(() =>
        {
            Assert.That(failure, Is.EqualTo(DecodeFailure.None));
            Assert.That(data, Is.EqualTo(record.EncodeSample()));
        });
    }

    [Test]
    public void Decode_Garbage_NeverThrows()
    {
        var registry = new StubRegistry();
        var same = registry.Add(record.Schema);
        var other = registry.Add(AvroSchema.Parse("""{"type":"array","items":["null","string"]}"""));
        Prop.ForAll<byte[], int>((bytes, choice) =>
        {
            var framed = (choice & 3) switch
            {
                0 => bytes,
                1 => Frames.Frame(other, bytes),
                _ => Frames.Frame(same, bytes),
            };
            return record.DecodeAsync(framed, registry).GetAwaiter().GetResult().Failure != DecodeFailure.SchemaNotLoaded;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Test]
    public void Decode_DamagedRecord_NeverThrows()
    {
        var registry = new StubRegistry();
        var id = registry.Add(record.Schema);
        Prop.ForAll<int, int, byte>((seed, place, value) =>
        {
            var bytes = record.EncodeRandom(seed);
            bytes[new Random(place).Next(bytes.Length)] = value;
            return record.DecodeAsync(Frames.Frame(id, bytes), registry).GetAwaiter().GetResult().Failure is DecodeFailure.None or DecodeFailure.Malformed;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Test]
    public async Task Decode_EveryPrefix_IsMalformed()
    {
        var registry = new StubRegistry();
        var id = registry.Add(record.Schema);
        var bytes = record.EncodeSample();
        for (var length = 0; length < bytes.Length; length++)
            Assert.That((await record.DecodeAsync(Frames.Frame(id, bytes.AsSpan(0, length)), registry)).Failure, Is.EqualTo(DecodeFailure.Malformed));
        Assert.That((await record.DecodeAsync(Frames.Frame(id, [.. bytes, 0]), registry)).Failure, Is.EqualTo(DecodeFailure.Malformed));
    }

    [Test]
    public async Task Decode_KnownStrings_AllocatesOnlyWhatCannotBeShared()
    {
        var registry = new StubRegistry();
        var allocated = await record.MeasureDecodeAsync(registry, registry.Add(record.Schema), times: 1000);
        // The order snapshot of a trade update and the bytes of a dead letter are new for each record.
        var budget = record.Kind switch
        {
            RecordKind.TradeUpdate => 64_000,
            RecordKind.DeadLetter => 72_000,
            _ => 0,
        };
        Assert.That(allocated, Is.LessThanOrEqualTo(budget));
    }
}

public sealed class RecordDecoderRegistryTests
{
    [Test]
    public async Task DecodeAsync_UnknownSchema_IsRememberedForAWhile()
    {
        var registry = new StubRegistry();
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        var framed = Frames.Frame(99, [1]);
        var first = await decoder.DecodeAsync(framed, CancellationToken.None);
        var second = await decoder.DecodeAsync(framed, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(new[] { first.Failure, second.Failure }, Has.All.EqualTo(DecodeFailure.UnknownSchema));
            Assert.That(first.Reason, Does.StartWith("unknown_schema: "));
            Assert.That(registry.Questions, Is.EqualTo(1));
        });
    }

    [Test]
    public async Task DecodeAsync_RegistryDown_ThrowsAndRecovers()
    {
        var registry = new StubRegistry { IsDown = true };
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        var framed = new RecordEncoder<Trade>(RecordCodecs.Trade, registry.Add(ContractSchemas.Trade)).Encode(SampleRecords.Trade);
        Assert.That(async () => await decoder.DecodeAsync(framed, CancellationToken.None), Throws.InstanceOf<SchemaSourceException>());
        registry.IsDown = false;
        Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).IsSuccess, Is.True);
    }

    [Test]
    public async Task Decode_AnotherVersion_AllocatesNothingOnceItIsKnown()
    {
        // The writer's extra field takes no bytes, so that the two versions share an encoding but not a schema.
        var json = JsonNode.Parse(ContractSchemas.Trade.Json)!;
        json["fields"]!.AsArray().Add(JsonNode.Parse("""{"name":"added","type":"null"}"""));
        var registry = new StubRegistry();
        var id = registry.Add(AvroSchema.Parse(json.ToJsonString()));
        var framed = new RecordEncoder<Trade>(RecordCodecs.Trade, id).Encode(SampleRecords.Trade);
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        await decoder.DecodeAsync(framed, CancellationToken.None);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            decoder.Decode(framed);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Decode_NoFrame_SaysSo()
    {
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, new StubRegistry(), TimeProvider.System);
        Assert.That(decoder.Decode([]).Failure, Is.EqualTo(DecodeFailure.NotFramed));
    }
}
