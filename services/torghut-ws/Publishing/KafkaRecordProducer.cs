using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Ws.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing.Native;

namespace Torghut.Ws.Publishing;

/// <inheritdoc cref="IRecordProducer"/>
internal sealed class KafkaRecordProducer : IRecordProducer, IProducerEvents
{
    /// <summary>One outage fails many records alike.</summary>
    private static readonly TimeSpan RepeatInterval = TimeSpan.FromSeconds(10);

    private readonly KafkaProducerHandle _producer;
    private readonly TopicNames _topics;
    private readonly TimeProvider _time;
    private readonly WsMetrics _metrics;
    private readonly KafkaHealth _health;
    private readonly Failpoints _failpoints;
    private readonly ILogger _logger;
    private readonly Lock _logging = new();
    private ErrorCode _loggedError;
    private long _loggedAt;
    private int _unlogged;

    /// <param name="listener">Receives what the client reports in this object's place, and passes it on; null when nobody listens.</param>
    public KafkaRecordProducer(
        PublishingOptions options,
        TopicNames topics,
        TimeProvider time,
        WsMetrics metrics,
        KafkaHealth health,
        Failpoints failpoints,
        ILogger<KafkaRecordProducer> logger,
        Func<IProducerEvents, IProducerEvents>? listener = null)
    {
        _failpoints = failpoints;
        _topics = topics;
        _time = time;
        _metrics = metrics;
        _health = health;
        _logger = logger;
        _producer = new KafkaProducerHandle(ProducerSettings.From(options), [.. TopicNames.All.Select(topic => topics[topic])], listener?.Invoke(this) ?? this);
    }

    public int InFlight => _health.InFlight;

    public bool TryProduce(ProduceTopic topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long startedAt, ReadOnlySpan<byte> traceParent = default)
    {
        _health.Accepted(startedAt);
        var ticket = new ProduceTicket(topic, startedAt);
        var error = traceParent.IsEmpty ? _producer.Produce(key, value, ticket) : _producer.Produce(key, value, ticket, traceParent);
        if (error == 0)
        {
            return true;
        }

        if (error == (int)ErrorCode.Local_QueueFull)
        {
            _health.Withdrawn();
            return false;
        }

        OnFailure(topic, error);
        return true;
    }

    public int Flush(CancellationToken cancellationToken)
    {
        _producer.Flush(cancellationToken);
        return InFlight;
    }

    public void Dispose() => _producer.Dispose();

    public void OnDelivery(ProduceTicket ticket, int error)
    {
        if (error != 0)
        {
            OnFailure(ticket.Topic, error);
            return;
        }

        _failpoints.Hit(FailpointNames.ProducedBeforeAck);
        var now = _time.GetTimestamp();
        _metrics.Produced(ticket.Topic, _time.GetElapsedTime(ticket.StartedAt, now));
        _health.Delivered(now);
    }

    public void OnError(Error error)
    {
        _health.ClientError(error);
        KafkaClientLog.Write(_logger, error);
    }

    public void OnLog(LogMessage message) => KafkaClientLog.Write(_logger, message);

    private void OnFailure(ProduceTopic topic, int error)
    {
        var errorClass = KafkaErrorClass.Of(new Error((ErrorCode)error), KafkaErrorClass.Produce);
        _metrics.ProduceFailed(topic, errorClass);
        _health.Failed(errorClass);
        LogFailure(topic, (ErrorCode)error);
    }

    private void LogFailure(ProduceTopic topic, ErrorCode error)
    {
        lock (_logging)
        {
            _unlogged++;
            var now = _time.GetTimestamp();
            if (error == _loggedError && _time.GetElapsedTime(_loggedAt, now) < RepeatInterval)
            {
                return;
            }

            WsLog.ProduceFailed(_logger, _topics[topic], error, KafkaProducerHandle.ErrorText((int)error), _unlogged);
            (_loggedError, _loggedAt, _unlogged) = (error, now, 0);
        }
    }
}
