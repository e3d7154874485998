using Confluent.Kafka;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Common.Resilience;
using Torghut.Common.Tracing;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Trading.Account;
using Torghut.Trading.Drills;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// Applies trade updates from Kafka. An offset is committed after its report is in the database; what comes twice or out of order changes nothing. A record
/// that cannot be understood is counted and passed over: reconciliation reads the same facts from the broker.
/// </summary>
internal sealed class TradeUpdateConsumer(
    TradeUpdateOptions options, SwitchOptions switches, OrderReportHandler reports, ISchemaSource registry, Failpoints failpoints, TradingMetrics metrics,
    TimeProvider time, ILogger<TradeUpdateConsumer> logger)
    : BackgroundService
{
    private const int SessionTimeoutMs = 6_000;

    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);

    private readonly RepeatableCall _polling = new(Endless("Kafka", failure => failure is KafkaException), time, logger);

    // What a record says is stored once however often it is applied, so it is applied until that succeeds: the offset waits for it.
    private readonly RepeatableCall _applying = new(
        Endless("The order store", failure => failure is NpgsqlException or TimeoutException or SchemaSourceException), time, logger);

    private readonly AvroRecordDeserializer<TradeUpdate> _values = new(new RecordDecoder<TradeUpdate>(RecordCodecs.TradeUpdate, registry, time));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Enabled ? Task.Factory.StartNew(() => RunAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
        : Task.CompletedTask;

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var config = options.Connection.ToConsumerConfig(options.GroupId);
        config.AutoOffsetReset = AutoOffsetReset.Earliest;
        config.QueuedMaxMessagesKbytes = 8_192;

        // A successor of a killed instance gets its partitions within seconds; the default is most of a minute.
        config.SessionTimeoutMs = SessionTimeoutMs;
        config.HeartbeatIntervalMs = SessionTimeoutMs / 3;
        using var consumer = new ConsumerBuilder<byte[], ReceivedValue<TradeUpdate>>(config)
            .SetValueDeserializer(_values)
            .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
            .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error))
            .Build();
        consumer.Subscribe(options.Topic);
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await ConsumeAsync(consumer, cancellationToken);
            }
        }
        finally
        {
            consumer.Close();
        }
    }

    private Task ConsumeAsync(IConsumer<byte[], ReceivedValue<TradeUpdate>> consumer, CancellationToken cancellationToken) => _polling.RunAsync(
        token => PollOnceAsync(consumer, token), failed => Down((failed.Failure as KafkaException)?.Error.Reason ?? failed.Failure.Message), cancellationToken);

    private async Task PollOnceAsync(IConsumer<byte[], ReceivedValue<TradeUpdate>> consumer, CancellationToken cancellationToken)
    {
        if (consumer.Consume(PollTime) is not { Message: not null } record)
        {
            return;
        }

        await failpoints.HitAsync(FailpointNames.UpdateRead);
        await _applying.RunAsync(token => ApplyAsync(record, token), failed => Down(failed.Failure.Message), cancellationToken);
        await failpoints.HitAsync(FailpointNames.UpdateCommitted);
        consumer.Commit(record);
    }

    private Task Down(string reason)
    {
        TradingLog.TradeUpdatesDown(logger, reason);
        return Task.CompletedTask;
    }

    private async Task ApplyAsync(ConsumeResult<byte[], ReceivedValue<TradeUpdate>> record, CancellationToken cancellationToken)
    {
        try
        {
            var decoded = await _values.DecodeAsync(record.Message.Value, cancellationToken);
            if (!decoded.IsSuccess)
            {
                Refuse(record, decoded.Reason);
                return;
            }

            if (decoded.Value.AccountLabel != switches.AccountLabel)
            {
                metrics.TradeUpdate("other_account");
                return;
            }

            var update = TradeUpdateMapping.ToReport(decoded.Value) with { Origin = OriginOf(record) };
            var result = await reports.ApplyAsync(AlpacaAdapter.NameOf(switches), update, cancellationToken);
            metrics.TradeUpdate(result.NewEvent ? "applied" : "repeated");
        }
        catch (Exception broken) when (broken is FormatException or OverflowException or OrderIdentityException)
        {
            Refuse(record, broken.Message);
        }
    }

    private MessageOrigin? OriginOf(ConsumeResult<byte[], ReceivedValue<TradeUpdate>> record) => TradingTracing.Source.HasListeners()
        ? new MessageOrigin(record.Topic, record.Partition.Value, record.Offset.Value, options.GroupId, TraceHeader.Read(record.Message.Headers))
        : null;

    private void Refuse(ConsumeResult<byte[], ReceivedValue<TradeUpdate>> record, string reason)
    {
        metrics.TradeUpdate("refused");
        TradingLog.TradeUpdateRefused(logger, record.TopicPartitionOffset.ToString(), reason);
    }

    private static RepeatableCallOptions Endless(string name, Func<Exception, bool> isTransient) => new()
    {
        Name = name,
        IsTransient = isTransient,
        BaseDelay = TimeSpan.FromMilliseconds(200),
        MaxDelay = TimeSpan.FromSeconds(1),
        Attempts = RepeatableCallOptions.Unlimited,
    };
}
