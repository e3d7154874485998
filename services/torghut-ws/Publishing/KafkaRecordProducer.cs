using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ws.Health;

namespace Torghut.Ws.Publishing;

/// <inheritdoc cref="IRecordProducer"/>
internal sealed class KafkaRecordProducer : IRecordProducer
{
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly TopicNames _topics;
    private readonly TimeProvider _time;
    private readonly WsMetrics _metrics;
    private readonly KafkaHealth _health;
    private readonly ILogger _logger;
    private int _inFlight;

    public KafkaRecordProducer(
        PublishingOptions options, TopicNames topics, TimeProvider time, WsMetrics metrics, KafkaHealth health, ILogger<KafkaRecordProducer> logger)
    {
        _topics = topics;
        _time = time;
        _metrics = metrics;
        _health = health;
        _logger = logger;
        _producer = new ProducerBuilder<byte[], byte[]>(ProducerSettings.From(options))
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => OnError(error))
            .Build();
    }

    public int InFlight => Volatile.Read(ref _inFlight);

    public bool TryProduce(ProduceTopic topic, byte[] key, ReadOnlySpan<byte> value, long startedAt)
    {
        var message = new Message<byte[], byte[]> { Key = key, Value = value.ToArray() };
        try
        {
            Interlocked.Increment(ref _inFlight);
            _producer.Produce(_topics[topic], message, report => OnReport(topic, startedAt, report.Error));
            _health.Accepted();
            return true;
        }
        catch (ProduceException<byte[], byte[]> exception)
        {
            Interlocked.Decrement(ref _inFlight);
            if (exception.Error.Code == ErrorCode.Local_QueueFull)
            {
                return false;
            }

            OnFailure(topic, exception.Error);
            return true;
        }
    }

    public int Flush(CancellationToken cancellationToken)
    {
        try
        {
            _producer.Flush(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return InFlight;
        }

        return InFlight;
    }

    public void Dispose() => _producer.Dispose();

    private void OnReport(ProduceTopic topic, long startedAt, Error error)
    {
        Interlocked.Decrement(ref _inFlight);
        if (error.IsError)
        {
            OnFailure(topic, error);
            return;
        }

        _metrics.Produced(topic, _time.GetElapsedTime(startedAt));
        _health.Delivered();
    }

    private void OnFailure(ProduceTopic topic, Error error)
    {
        var errorClass = KafkaErrorClass.Of(error, KafkaErrorClass.Produce);
        _metrics.ProduceFailed(topic, errorClass);
        _health.Failed(errorClass);
        WsLog.ProduceFailed(_logger, _topics[topic], error.Code, error.Reason);
    }

    private void OnError(Error error)
    {
        KafkaClientLog.Write(_logger, error);
        _health.ClientError(error);
    }
}
