using Confluent.Kafka;
using Torghut.Avro;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;

namespace Torghut.Common.Tests.Kafka;

public sealed class AvroRecordSerializerTests
{
    private const int Id = 7;
    private static readonly TaStatus Status = new(new Envelope(2, 1, "", Channels.Status, "ta", 3, true, Sources.TechnicalAnalysis, null), 12, null, "ok", 3);

    [Test]
    public void Serialize_Record_GivesTheEncodersBytes() =>
        Assert.That(Serialize(Status), Is.EqualTo(new RecordEncoder<TaStatus>(RecordCodecs.TaStatus, Id).Encode(Status)));

    [Test]
    public void Serialize_FromManyThreads_KeepsRecordsApart()
    {
        var serializer = new AvroRecordSerializer<TaStatus>(RecordCodecs.TaStatus, Id);
        var expected = Enumerable.Range(0, 64).Select(i => Serialize(Status with { Heartbeat = i })).ToArray();
        var written = new byte[expected.Length][];
        Parallel.For(0, expected.Length, i => written[i] = serializer.Serialize(Status with { Heartbeat = i }, SerializationContext.Empty));
        Assert.That(written, Is.EqualTo(expected));
    }

    [Test]
    public async Task Deserialize_SchemaNotFetchedYet_KeepsTheBytesUntilItIs()
    {
        var deserializer = Deserializer();
        var received = deserializer.Deserialize(Serialize(Status), isNull: false, SerializationContext.Empty);
        var decoded = await deserializer.DecodeAsync(received, CancellationToken.None);
        var next = deserializer.Deserialize(Serialize(Status), isNull: false, SerializationContext.Empty);
        Assert.Multiple(() =>
        {
            Assert.That(received.Result.Failure, Is.EqualTo(DecodeFailure.SchemaNotLoaded));
            Assert.That(decoded.Value, Is.EqualTo(Status));
            Assert.That(next.Result.Value, Is.EqualTo(Status));
            Assert.That(next.Undecoded, Is.Null, "a decoded value needs no copy of its bytes");
        });
    }

    [Test]
    public async Task Deserialize_NoValueOrGarbage_IsAReasonAndNoException()
    {
        var deserializer = Deserializer();
        var missing = deserializer.Deserialize([], isNull: true, SerializationContext.Empty);
        var garbage = deserializer.Deserialize([1, 2], isNull: false, SerializationContext.Empty);
        var decoded = await deserializer.DecodeAsync(garbage, CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That((missing.Result.Failure, missing.Undecoded), Is.EqualTo((DecodeFailure.NotFramed, (byte[]?)null)));
            Assert.That(garbage.Undecoded, Is.EqualTo(new byte[] { 1, 2 }));
            Assert.That(decoded.Failure, Is.EqualTo(DecodeFailure.NotFramed));
        });
    }

    private static byte[] Serialize(TaStatus status) =>
        new AvroRecordSerializer<TaStatus>(RecordCodecs.TaStatus, Id).Serialize(status, SerializationContext.Empty);

    private static AvroRecordDeserializer<TaStatus> Deserializer() =>
        new(new RecordDecoder<TaStatus>(RecordCodecs.TaStatus, new OneSchema(), TimeProvider.System));

    private sealed class OneSchema : ISchemaSource
    {
        public Task<AvroSchema> GetSchemaAsync(int id, CancellationToken cancellationToken = default) => Task.FromResult(RecordCodecs.TaStatus.Schema);

        public Task<int> GetIdAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<int> RegisterAsync(string subject, AvroSchema schema, CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}
