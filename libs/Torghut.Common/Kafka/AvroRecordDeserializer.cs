using Confluent.Kafka;
using Torghut.Contracts.Decoding;

namespace Torghut.Common.Kafka;

/// <summary>
/// Our decoder as Confluent.Kafka's deserializer of values, straight from librdkafka's buffer. It never throws and never waits: a value that cannot be
/// decoded, or whose schema has yet to be fetched, comes with its reason and its bytes. For one consumer, as the decoder is.
/// </summary>
public sealed class AvroRecordDeserializer<T>(RecordDecoder<T> decoder) : IDeserializer<ReceivedValue<T>>
    where T : struct
{
    public ReceivedValue<T> Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
    {
        var result = decoder.Decode(data);
        return new ReceivedValue<T>(result, result.IsSuccess || isNull ? null : data.ToArray());
    }

    /// <summary>What a value says, fetching its schema when only that was missing.</summary>
    /// <exception cref="SchemaSourceException">The registry could not answer, which says nothing about the value: try again.</exception>
    public ValueTask<DecodeResult<T>> DecodeAsync(ReceivedValue<T> received, CancellationToken cancellationToken) =>
        received.Result.Failure == DecodeFailure.SchemaNotLoaded ? decoder.DecodeAsync(received.Undecoded, cancellationToken) : new(received.Result);
}
