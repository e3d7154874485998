using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry.Serdes;
using FsCheck;
using FsCheck.Fluent;
using Torghut.Contracts;
using Torghut.Contracts.Tests;
using Torghut.Testing;

namespace Torghut.Sandbox.Registry.Tests;

/// <summary>Every record type of the contract through Confluent's AvroSerializer and AvroDeserializer and through our codecs: the same bytes, the id
/// included.</summary>
[TestFixtureSource(typeof(RecordCase), nameof(RecordCase.All))]
public sealed class WireTests(RecordCase record) : RegistryTestBase
{
    private const string Topic = "records";
    private static readonly SerializationContext Context = new(MessageComponentType.Value, Topic);

    [Test]
    public async Task Sample_BothWays_IsTheSame()
    {
        var wire = await WireAsync();
        Assert.That(await wire.MismatchAsync(record.EncodeSample()), Is.Null);
    }

    [Test]
    public async Task AnyRecord_BothWays_IsTheSame()
    {
        var wire = await WireAsync();
        Prop.ForAll<int>(seed => wire.MismatchAsync(record.EncodeExtreme(seed)).GetAwaiter().GetResult() is null)
            .Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Test]
    public async Task Deserialize_Sample_GivesTheFrozenValue()
    {
        var wire = await WireAsync();
        var golden =
            System.Text.Json.Nodes.JsonNode.Parse(
            await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Golden", $"{record.Kind}.json")))!["value"];
        var value = AvroJson.Write(record.Schema, await wire.DeserializeAsync(record.EncodeSample()));
        Assert.That(System.Text.Json.Nodes.JsonNode.DeepEquals(value, golden), Is.True, value!.ToJsonString());
    }

    private async Task<Wire> WireAsync()
    {
        var id = await Registry.Source.RegisterAsync(ContractSchemas.Subject(Topic), record.Schema);
        return new Wire(
            record,
            id,
            new AvroSerializer<GenericRecord>(Registry.Confluent, new AvroSerializerConfig { AutoRegisterSchemas = false }),
            new AvroDeserializer<GenericRecord>(Registry.Confluent),
            Registry.Source);
    }

    private sealed class Wire(
        RecordCase record, int id, AvroSerializer<GenericRecord> serializer, AvroDeserializer<GenericRecord> deserializer,
        Contracts.Decoding.ISchemaSource source)
    {
        public Task<GenericRecord> DeserializeAsync(byte[] datum) => deserializer.DeserializeAsync(record.Frame(id, datum), isNull: false, Context);

        /// <summary>What differs between the two; null for nothing.</summary>
        public async Task<string?> MismatchAsync(byte[] datum)
        {
            var ours = record.Frame(id, datum);
            var value = await DeserializeAsync(datum);
            var theirs = await serializer.SerializeAsync(value, Context);
            if (!theirs.AsSpan().SequenceEqual(ours))
            {
                return $"{Convert.ToHexString(ours)} is {Convert.ToHexString(theirs)} of AvroSerializer";
            }

            var (failure, read) = await record.DecodeAsync(theirs, source);
            return read is not null && read.AsSpan().SequenceEqual(datum) ? null : $"what AvroSerializer wrote is {failure} here";
        }
    }
}
