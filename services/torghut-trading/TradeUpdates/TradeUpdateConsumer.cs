using Confluent.Kafka;
using Npgsql;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Trading.Drills;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Storage;
using Torghut.Trading.Submission;

namespace Torghut.Trading.TradeUpdates;

/// <summary>
/// Applies trade updates from Kafka. An offset is committed after its news is in the database; what comes twice or out of order changes nothing. A record
/// that cannot be understood is counted and passed over: reconciliation reads the same facts from the broker.
/// </summary>
internal sealed class TradeUpdateConsumer(
    TradeUpdateOptions options, SwitchOptions switches, NewsDesk news, ISchemaSource registry, Failpoints failpoints, TradingMetrics metrics, TimeProvider time, ILogger<TradeUpdateConsumer> logger)
    : BackgroundService
{
    private const int SessionTimeoutMs = 6_000;

    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly AvroRecordDeserializer<TradeUpdate> _values = new(new RecordDecoder<TradeUpdate>(RecordCodecs.TradeUpdate, registry, time));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Enabled ? Task.Factory.StartNew(() => RunAsync(stoppingToken), stoppingToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap() : Task.CompletedTask;

    private async Task RunAsync(CancellationToken cancellation)
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
            while (!cancellation.IsCancellationRequested) await ConsumeAsync(consumer, cancellation);
        }
        finally
        {
            consumer.Close();
        }
    }

    private async Task ConsumeAsync(IConsumer<byte[], ReceivedValue<TradeUpdate>> consumer, CancellationToken cancellation)
    {
        try
        {
            if (consumer.Consume(PollTime) is not { Message: not null } record) return;
            await failpoints.HitAsync(FailpointNames.UpdateRead);
            while (!await TryApplyAsync(record, cancellation)) await Task.Delay(RetryPause, time, cancellation);
            await failpoints.HitAsync(FailpointNames.UpdateCommitted);
            consumer.Commit(record);
        }
        catch (KafkaException failure)
        {
            TradingLog.TradeUpdatesDown(logger, failure.Error.Reason);
            await Task.Delay(RetryPause, time, cancellation);
        }
    }

    /// <summary>Returns false when the record must be tried again.</summary>
    private async Task<bool> TryApplyAsync(ConsumeResult<byte[], ReceivedValue<TradeUpdate>> record, CancellationToken cancellation)
    {
        try
        {
            var decoded = await _values.DecodeAsync(record.Message.Value, cancellation);
            if (!decoded.IsSuccess) return Refuse(record, decoded.Reason);
            if (decoded.Value.AccountLabel != switches.AccountLabel) return Skip("other_account");
            var result = await news.ApplyAsync(switches.IsLive ? "alpaca_live" : "alpaca_paper", TradeUpdateMapping.ToNews(decoded.Value), cancellation);
            return Skip(result.NewEvent ? "applied" : "repeated");
        }
        catch (Exception broken) when (broken is FormatException or OverflowException or OrderIdentityException)
        {
            return Refuse(record, broken.Message);
        }
        catch (Exception down) when (down is NpgsqlException or TimeoutException or SchemaSourceException)
        {
            TradingLog.TradeUpdatesDown(logger, down.Message);
            return false;
        }
    }

    private bool Skip(string result)
    {
        metrics.TradeUpdate(result);
        return true;
    }

    private bool Refuse(ConsumeResult<byte[], ReceivedValue<TradeUpdate>> record, string reason)
    {
        metrics.TradeUpdate("refused");
        TradingLog.TradeUpdateRefused(logger, record.TopicPartitionOffset.ToString(), reason);
        return true;
    }
}
