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
}
