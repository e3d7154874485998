using System.Text.Json.Nodes;
using Torghut.Avro;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Contracts.Tests.Decoding;

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

    /// <summary>An id that the registry does not know may be registered a minute later, and then its records are none for the dead letters.</summary>
    [Test]
    public async Task DecodeAsync_SchemaRegisteredLater_IsAskedForAgainAfterAMinute()
    {
        var registry = new StubRegistry();
        var time = new StoppedTime();
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, time);
        var framed = new RecordEncoder<Trade>(RecordCodecs.Trade, 1).Encode(SampleRecords.Trade);
        Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).Failure, Is.EqualTo(DecodeFailure.UnknownSchema));
        registry.Add(ContractSchemas.Trade);
        time.Elapsed = TimeSpan.FromSeconds(59);
        Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).Failure, Is.EqualTo(DecodeFailure.UnknownSchema));
        time.Elapsed = TimeSpan.FromSeconds(60);
        Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).IsSuccess, Is.True);
    }

    /// <summary>Only what the registry says of the schema is remembered: that it does not answer, or not to us, says nothing about the record.</summary>
    [TestCase(SchemaSourceError.NotFound, true)]
    [TestCase(SchemaSourceError.InvalidSchema, true)]
    [TestCase(SchemaSourceError.Unavailable, false)]
    [TestCase(SchemaSourceError.Denied, false)]
    public async Task DecodeAsync_AnyFailureOfTheRegistry_IsAVerdictOnTheRecordOrNone(SchemaSourceError error, bool verdict)
    {
        var registry = new StubRegistry { Fails = error };
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        var framed = new RecordEncoder<Trade>(RecordCodecs.Trade, registry.Add(ContractSchemas.Trade)).Encode(SampleRecords.Trade);
        if (verdict)
        {
            Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).Failure, Is.EqualTo(DecodeFailure.UnknownSchema));
        }
        else
        {
            Assert.That(
                async () => await decoder.DecodeAsync(framed, CancellationToken.None),
                Throws.InstanceOf<SchemaSourceException>().With.Property(nameof(SchemaSourceException.Error)).EqualTo(error));
        }

        registry.Fails = null;
        Assert.That((await decoder.DecodeAsync(framed, CancellationToken.None)).IsSuccess, Is.EqualTo(!verdict));
    }

    [Test]
    public async Task DecodeAsync_RegistryDown_ThrowsAndRecovers()
    {
        var registry = new StubRegistry { Fails = SchemaSourceError.Unavailable };
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, registry, TimeProvider.System);
        var framed = new RecordEncoder<Trade>(RecordCodecs.Trade, registry.Add(ContractSchemas.Trade)).Encode(SampleRecords.Trade);
        Assert.That(async () => await decoder.DecodeAsync(framed, CancellationToken.None), Throws.InstanceOf<SchemaSourceException>());
        registry.Fails = null;
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
        {
            decoder.Decode(framed);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Decode_NoFrame_SaysSo()
    {
        var decoder = new RecordDecoder<Trade>(RecordCodecs.Trade, new StubRegistry(), TimeProvider.System);
        Assert.That(decoder.Decode([]).Failure, Is.EqualTo(DecodeFailure.NotFramed));
    }

    private sealed class StoppedTime : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
