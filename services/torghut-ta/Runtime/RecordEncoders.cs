using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>Encoders of what the service writes, with the ids that the registry has for their schemas.</summary>
internal sealed record RecordEncoders(RecordEncoder<Microbar> Microbar, RecordEncoder<Signal> Signal, RecordEncoder<DeadLetter> DeadLetter)
{
    /// <exception cref="SchemaSourceException">The registry does not answer, or a schema is not registered.</exception>
    public static async Task<RecordEncoders> FetchAsync(ISchemaSource registry, TaKafkaOptions options, CancellationToken cancellationToken) => new(
        await EncoderAsync(registry, RecordCodecs.Microbar, options.MicrobarsTopic, cancellationToken),
        await EncoderAsync(registry, RecordCodecs.Signal, options.SignalsTopic, cancellationToken),
        await EncoderAsync(registry, RecordCodecs.DeadLetter, options.DeadLetterTopic, cancellationToken));

    public static async Task<RecordEncoder<T>> EncoderAsync<T>(ISchemaSource registry, RecordCodec<T> codec, string topic, CancellationToken cancellationToken)
        where T : struct =>
        new(codec, await registry.GetIdAsync(ContractSchemas.Subject(topic), codec.Schema, cancellationToken));
}
