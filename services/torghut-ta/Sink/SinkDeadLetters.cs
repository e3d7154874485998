using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Sink;

/// <summary>Where records go that cannot be stored. Their offsets are committed only after the letter is in its topic. Used by the sink's thread.</summary>
internal sealed class SinkDeadLetters(KafkaClients clients, ISchemaSource registry, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RoomTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FlushTimeout = TimeSpan.FromSeconds(12);

    private readonly CallGuard _guard = new("dead letters of the sink", time);
    private readonly IProducer<byte[]?, byte[]> _producer = clients.Producer(null).Build();
    private RecordEncoder<DeadLetter>? _encoder;
    private volatile Error? _failure;

    /// <exception cref="KafkaException">There is no room for it.</exception>
    public void Send(DeadLetter letter, CancellationToken cancellationToken)
    {
        var topic = clients.Options.DeadLetterTopic;
        _encoder ??= RecordEncoders.EncoderAsync(registry, RecordCodecs.DeadLetter, topic, cancellationToken).GetAwaiter().GetResult();
        var message = new Message<byte[]?, byte[]> { Key = letter.Key, Value = _encoder.Encode(letter) };
        ProducerQueue.Produce(_producer, topic, message, RoomTimeout, Reported);
    }

    /// <summary>Waits until every letter is in the topic.</summary>
    /// <exception cref="KafkaException">The brokers did not take them; whoever reads the records again sends them again.</exception>
    /// <exception cref="CallOverdueException">The client does not return.</exception>
    public void Flush()
    {
        if (_guard.Run(nameof(IProducer<,>.Flush), CallLimits.Outside(FlushTimeout), () => _producer.Flush(FlushTimeout)) > 0)
        {
            throw new KafkaException(ErrorCode.Local_TimedOut);
        }

        // A letter that was refused is no longer waited for, and is not in the topic.
        if (_failure is { } failure)
        {
            throw new KafkaException(failure);
        }
    }

    public void Dispose() => ClientDisposal.Of(_producer, _guard);

    private void Reported(DeliveryReport<byte[]?, byte[]> report)
    {
        if (report.Error.IsError)
        {
            _failure = report.Error;
        }
    }
}
