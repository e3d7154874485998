using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Common.Resilience;
using Torghut.Contracts;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Trading.Observability;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// Where trade updates go that cannot be applied: the dead-letter topic, with topic, partition, offset and reason. A letter that cannot be sent in time is
/// named in the log and given up: nothing waits for it, and reconciliation reads the same facts from the broker.
/// </summary>
internal sealed class TradeUpdateDeadLetters(
    TradeUpdateOptions options, ISchemaSource registry, TradingMetrics metrics, ClientGuards guards, ILogger<TradeUpdateDeadLetters> logger) : IDisposable
{
    private const int MaxReason = 1_000;

    private static readonly TimeSpan SendTime = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SendLimit = SendTime + TimeSpan.FromSeconds(2);

    private readonly RepeatableCall _sending = new(
        new RepeatableCallOptions
        {
            Name = "The dead-letter topic",
            IsTransient = failure => failure is KafkaException or SchemaSourceException or CallOverdueException,
            BaseDelay = TimeSpan.FromMilliseconds(200),
            MaxDelay = TimeSpan.FromSeconds(1),
            Attempts = 4,
        },
        guards.Time,
        logger);

    private IProducer<byte[]?, byte[]>? _producer;
    private RecordEncoder<DeadLetter>? _encoder;

    public async Task SendAsync(ConsumeResult<byte[], byte[]> record, string reason, CancellationToken cancellationToken)
    {
        TradingLog.TradeUpdateRefused(logger, record.TopicPartitionOffset.ToString(), reason);
        var letter = new DeadLetter(
            record.Topic,
            record.Partition.Value,
            record.Offset.Value,
            reason.Length <= MaxReason ? reason : reason[..MaxReason],
            record.Message.Key,
            record.Message.Value);
        try
        {
            await _sending.RunAsync(token => ProduceAsync(letter, token), _ => Task.CompletedTask, cancellationToken);
            metrics.TradeUpdate("dead_lettered");
        }
        catch (Exception failure) when (failure is KafkaException or SchemaSourceException or CallOverdueException)
        {
            TradingLog.DeadLetterLost(logger, record.TopicPartitionOffset.ToString(), failure.Message);
        }
    }

    public void Dispose() => _producer?.Dispose();

    private async Task ProduceAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        _encoder ??= new RecordEncoder<DeadLetter>(
            RecordCodecs.DeadLetter,
            await registry.GetIdAsync(ContractSchemas.Subject(options.DeadLetterTopic), ContractSchemas.DeadLetter, cancellationToken));
        _producer ??= Build();
        var message = new Message<byte[]?, byte[]> { Key = letter.Key, Value = _encoder.Encode(letter) };
        try
        {
            await _producer.ProduceAsync(options.DeadLetterTopic, message, cancellationToken).WaitAsync(SendLimit, guards.Time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Its client never said what became of it: another one is asked, and this one is not even disposed of, because that may wait for the same.
            _producer = null;
            var overdue = new CallOverdueException(nameof(_producer.ProduceAsync), SendLimit);
            guards.OverdueCalls.Report(overdue);
            throw overdue;
        }
    }

    private IProducer<byte[]?, byte[]> Build()
    {
        var config = options.Connection.ToProducerConfig();
        config.MessageTimeoutMs = (int)SendTime.TotalMilliseconds;
        config.QueueBufferingMaxKbytes = 8_192;
        return new ProducerBuilder<byte[]?, byte[]>(config)
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error))
            .Build();
    }
}
