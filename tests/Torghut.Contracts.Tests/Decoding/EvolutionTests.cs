using System.Text.Json.Nodes;
using Avro.Generic;
using Torghut.Avro;
using Torghut.Contracts.Decoding;
using Torghut.Testing;

namespace Torghut.Contracts.Tests.Decoding;

/// <summary>A later version adds optional fields: its records are read by this one, and this one's records by it.</summary>
[TestFixtureSource(typeof(RecordCase), nameof(RecordCase.All))]
public sealed class EvolutionTests(RecordCase record)
{
    [Test]
    public async Task Decode_WrittenByALaterVersion_IgnoresItsFields()
    {
        var later = Later();
        var value = (GenericRecord)ApacheAvro.Read(record.Schema, later, record.EncodeSample())!;
        value.Add("added_first", "news");
        var registry = new StubRegistry();
        var framed = Frames.Frame(registry.Add(later), ApacheAvro.Write(later, value));
        var (failure, data) = await record.DecodeAsync(framed, registry);
        Assert.Multiple(() =>
        {
            Assert.That(failure, Is.EqualTo(DecodeFailure.None));
            Assert.That(data, Is.EqualTo(record.EncodeSample()));
        });
    }

    [Test]
    public void Read_ByALaterVersion_HasItsDefaults()
    {
        var value = (GenericRecord)ApacheAvro.Read(record.Schema, Later(), record.EncodeSample())!;
        Assert.Multiple(() =>
        {
            Assert.That(value["added_first"], Is.Null);
            Assert.That(value["added_last"], Is.EqualTo(7L));
        });
    }

    [Test]
    public void LaterVersion_IsFullyCompatible()
    {
        Assert.Multiple(() =>
        {
            Assert.That(new AvroResolver(record.Schema, Later()).Incompatibilities, Is.Empty, "the later version reads this one's records");
            Assert.That(new AvroResolver(Later(), record.Schema).Incompatibilities, Is.Empty, "this version reads the later one's records");
        });
    }

    [Test]
    public async Task Decode_WrittenByAnotherRecord_IsUnresolvable()
    {
        var registry = new StubRegistry();
        var id = registry.Add(AvroSchema.Parse("""{"type":"record","name":"Other","fields":[{"name":"a","type":"int"}]}"""));
        Assert.That((await record.DecodeAsync(Frames.Frame(id, [2]), registry)).Failure, Is.EqualTo(DecodeFailure.Unresolvable));
    }

    private AvroSchema Later()
    {
        var json = JsonNode.Parse(record.Schema.Json)!;
        var fields = json["fields"]!.AsArray();
        fields.Insert(0, JsonNode.Parse("""{"name":"added_first","type":["null","string"],"default":null}"""));
        fields.Add(JsonNode.Parse("""{"name":"added_last","type":"long","default":7}"""));
        return AvroSchema.Parse(json.ToJsonString());
    }
}
