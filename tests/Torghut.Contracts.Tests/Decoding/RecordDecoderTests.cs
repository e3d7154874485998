using FsCheck;
using FsCheck.Fluent;
using Torghut.Avro;
using Torghut.Contracts.Decoding;

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
        {
            Assert.That((await record.DecodeAsync(Frames.Frame(id, bytes.AsSpan(0, length)), registry)).Failure, Is.EqualTo(DecodeFailure.Malformed));
        }

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
