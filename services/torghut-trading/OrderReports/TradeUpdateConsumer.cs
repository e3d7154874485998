using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Common.Resilience;
using Torghut.Common.Tracing;
using Torghut.Trading.Drills;
using Torghut.Trading.Observability;

namespace Torghut.Trading.OrderReports;

/// <summary>
/// Applies trade updates from Kafka. An offset is committed after its report is in the database, by the client and beside everything else, so that no commit
/// is waited for; what comes twice or out of order changes nothing. A record
/// that cannot be applied is dead-lettered and the partition goes on: reconciliation reads the same facts from the broker.
/// </summary>
internal sealed class TradeUpdateConsumer(
    TradeUpdateOptions options, TradeUpdateStart start, TradeUpdateApplier applier, TradeUpdateDeadLetters deadLetters, Failpoints failpoints,
    TradingMetrics metrics, ClientGuards guards, ILogger<TradeUpdateConsumer> logger)
    : IServiceLoop
{
    private const int SessionTimeoutMs = 6_000;
    private const int CommitIntervalMs = 500;

    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan EndsInterval = TimeSpan.FromSeconds(1);

    // A log that moved away under its reader is no matter of trying again: the next consumer finds where to go on and counts what is gone.
    private readonly RepeatableCall _polling = new(
        Endless("Kafka", failure => failure is KafkaException { Error.Code: not ErrorCode.Local_AutoOffsetReset }), guards.Time, logger);

    // What a record says is stored once however often it is applied, so it is applied until that succeeds: the offset waits for it.
    private readonly RepeatableCall _applying = new(
        Endless("The order store", TradeUpdateApplier.IsOfTheWorld), guards.Time, logger);

    private readonly LoopPulse _pulse = guards.Pulses.Add("trade_updates", LoopPulse.StillFor);

    public Task RunAsync(CancellationToken cancellationToken) => options.Enabled
        ? Task.Factory.StartNew(() => ReadAsync(cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()
        : Task.CompletedTask;

    /// <summary>One consumer's life; whatever ends it, the supervisor begins the next one at what is committed.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        using var guard = new CallGuard("consumer of trade updates", guards.Time);
        using var stalls = new ConsumerStalls(new EndOffsetWatch(EndOffsets, EndsInterval, guards.OverdueCalls.Report, guards.Time), guards.Time);
        var position = new TradeUpdatePosition(stalls);
        var consumer = Consumer((consumer, partitions) =>
        {
            position.Begin(partitions);
            return start.Find(consumer, guard, partitions);
        });
        try
        {
            consumer.Subscribe(options.Topic);
            while (!cancellationToken.IsCancellationRequested)
            {
                await ConsumeAsync(consumer, position, cancellationToken);
            }
        }
        catch (CallOverdueException overdue)
        {
            guards.OverdueCalls.Report(overdue);
            throw;
        }
        finally
        {
            // A consumer that does not return keeps its partitions, so that the pulse then ends the process.
            _pulse.Beat();
            consumer.Close();
            consumer.Dispose();
            _pulse.Rest();
        }
    }

    private IConsumer<byte[], byte[]> Consumer(Func<IConsumer<byte[], byte[]>, List<TopicPartition>, IEnumerable<TopicPartitionOffset>> assigned)
    {
        var config = options.Connection.ToConsumerConfig(options.GroupId);

        // Where to go on is found when partitions are assigned; the client would jump without a word.
        config.AutoOffsetReset = AutoOffsetReset.Error;
        config.QueuedMaxMessagesKbytes = 8_192;
        config.EnablePartitionEof = true;
        config.EnableAutoCommit = true;
        config.AutoCommitIntervalMs = CommitIntervalMs;

        // A successor of a killed instance gets its partitions within seconds; the default is most of a minute.
        config.SessionTimeoutMs = SessionTimeoutMs;
        config.HeartbeatIntervalMs = SessionTimeoutMs / 3;
        return Logged(new ConsumerBuilder<byte[], byte[]>(config)).SetPartitionsAssignedHandler(assigned).Build();
    }

    private EndOffsetClient EndOffsets() => new(Logged(new ConsumerBuilder<Ignore, Ignore>(options.Connection.ToConsumerConfig(options.GroupId))));

    private ConsumerBuilder<TKey, TValue> Logged<TKey, TValue>(ConsumerBuilder<TKey, TValue> builder) => builder
        .SetLogHandler((_, message) => KafkaClientLog.Write(logger, message))
        .SetErrorHandler((_, error) => KafkaClientLog.Write(logger, error));

    private Task ConsumeAsync(IConsumer<byte[], byte[]> consumer, TradeUpdatePosition position, CancellationToken cancellationToken) => _polling.RunAsync(
        token => PollOnceAsync(consumer, position, token),
        failed => Down((failed.Failure as KafkaException)?.Error.Reason ?? failed.Failure.Message),
        cancellationToken);

    private async Task PollOnceAsync(IConsumer<byte[], byte[]> consumer, TradeUpdatePosition position, CancellationToken cancellationToken)
    {
        _pulse.Beat();
        position.ThrowIfStalled();
        if (consumer.Consume(PollTime) is not { } record)
        {
            return;
        }

        position.Reached(record);
        if (record.IsPartitionEOF)
        {
            return;
        }

        // The order store may be away for any time.
        _pulse.Rest();
        await failpoints.HitAsync(FailpointNames.UpdateRead);
        await _applying.RunAsync(token => ApplyAsync(record, token), failed => Down(failed.Failure.Message), cancellationToken);
        await failpoints.HitAsync(FailpointNames.UpdateCommitted);
        consumer.StoreOffset(record);
    }

    private Task Down(string reason)
    {
        TradingLog.TradeUpdatesDown(logger, reason);
        return Task.CompletedTask;
    }

    private async Task ApplyAsync(ConsumeResult<byte[], byte[]> record, CancellationToken cancellationToken)
    {
        var result = await applier.ApplyAsync(record.Message.Value, OriginOf(record), cancellationToken);
        metrics.TradeUpdate(result.Word);
        if (result.Reason is { } reason)
        {
            await deadLetters.SendAsync(record, reason, cancellationToken);
        }
    }

    private MessageOrigin? OriginOf(ConsumeResult<byte[], byte[]> record) => TradingTracing.Source.HasListeners()
        ? new MessageOrigin(record.Topic, record.Partition.Value, record.Offset.Value, options.GroupId, TraceHeader.Read(record.Message.Headers))
        : null;

    private static RepeatableCallOptions Endless(string name, Func<Exception, bool> isTransient) => new()
    {
        Name = name,
        IsTransient = isTransient,
        BaseDelay = TimeSpan.FromMilliseconds(200),
        MaxDelay = TimeSpan.FromSeconds(1),
        Attempts = RepeatableCallOptions.Unlimited,
    };
}
