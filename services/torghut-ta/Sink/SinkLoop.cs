using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Sink;

/// <summary>
/// One session of the sink's consumer: derived topics in, rows out, offsets committed once ClickHouse has acknowledged them. Reading goes on
/// while an insert is under way and pauses when the next batch is full as well. Runs on a thread of its own.
/// </summary>
internal sealed partial class SinkLoop(
    KafkaClients clients,
    TaSinkOptions options,
    ISchemaSource registry,
    Inserter inserter,
    SinkHealth health,
    TaMetrics metrics,
    Failpoints failpoints,
    TimeProvider time,
    ILogger<SinkLoop> logger)
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RevokeTimeout = TimeSpan.FromSeconds(5);
    private const int MaxRecordsPerPoll = 1_024;

    private readonly TaKafkaOptions _kafka = clients.Options;
    private readonly TableBatcher[] _batchers =
    [
        new(SinkTable.Microbars(clients.Options.MicrobarsTopic, registry, time)),
        new(SinkTable.Signals(clients.Options.SignalsTopic, registry, time)),
    ];

    private IConsumer<byte[]?, byte[]?> _consumer = null!;
    private IProducer<byte[]?, byte[]>? _deadLetters;
    private RecordEncoder<DeadLetter>? _encoder;
    private CancellationToken _stopping;
    private Task? _check;
    private long _lastTick;

    public void Run(CancellationToken cancellationToken)
    {
        _stopping = cancellationToken;
        inserter.InstallSchemaAsync(cancellationToken).GetAwaiter().GetResult();
        TaLog.SchemaReady(logger, options.Database);
        // Rows written twice are harmless and rows left out are not, so a new group reads everything that is retained.
        using var consumer = _consumer = clients.Consumer<byte[]?, byte[]?>(_kafka.GroupId + "-sink", OffsetReset.Earliest)
            .SetPartitionsRevokedHandler((_, _) => Release(awaitInserts: true))
            .SetPartitionsLostHandler((_, _) => Release(awaitInserts: false))
            .Build();
        try
        {
            consumer.Subscribe(_batchers.Select(batcher => batcher.Table.Topic));
            while (!cancellationToken.IsCancellationRequested)
            {
                PollOnce();
            }
        }
        finally
        {
            consumer.Close();
            _deadLetters?.Dispose();
        }
    }

    private void PollOnce()
    {
        // Only what is there: waiting for one record after the other would let a steady stream keep full batches waiting.
        var taken = 0;
        while (taken < MaxRecordsPerPoll && TakeNext(TimeSpan.Zero))
        {
            taken++;
        }

        foreach (var batcher in _batchers)
        {
            Advance(batcher);
        }

        if (time.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = time.GetTimestamp();
            foreach (var batcher in _batchers)
            {
                health.Lag(batcher.Table.Table, LagOf(batcher));
            }

            CheckServer();
        }

        if (taken < MaxRecordsPerPoll)
        {
            TakeNext(PollWait);
        }
    }

    private bool TakeNext(TimeSpan wait)
    {
        if (_consumer.Consume(wait) is not { } result)
        {
            return false;
        }

        Take(result);
        return true;
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        var batcher = _batchers[0].Table.Topic == result.Topic ? _batchers[0] : _batchers[1];
        var (partition, offset) = (result.Partition.Value, result.Offset.Value);
        if (result.IsPartitionEOF)
        {
            batcher.Ends[partition] = offset;
            return;
        }

        var refused = batcher.Table.Append(result.Message.Value, new RecordPosition(result.Topic, partition, offset), batcher.Filling.Rows, _stopping);
        if (refused is null)
        {
            batcher.Filling.Added(partition, offset, time.GetTimestamp());
            return;
        }

        batcher.Filling.Skipped(partition, offset, time.GetTimestamp());
        metrics.DecodeError(refused.Split(':')[0]);
        TaLog.SinkSkipped(logger, result.Topic, partition, offset, refused);
        SendDeadLetter(result, refused);
    }

    private void Advance(TableBatcher batcher)
    {
        if (batcher.Insert is { IsCompleted: true })
        {
            Acknowledge(batcher);
        }

        var full = batcher.Filling.Count >= options.BatchSize;
        var due = full || (!batcher.Filling.IsEmpty && time.GetElapsedTime(batcher.Filling.Began) >= options.FlushInterval);
        if (due && batcher.Insert is null)
        {
            batcher.Send(inserter, time.GetTimestamp(), _stopping);
            full = false;
        }

        if (full == batcher.Paused)
        {
            return;
        }

        batcher.Paused = full;
        var partitions = _consumer.Assignment.Where(p => p.Topic == batcher.Table.Topic).ToList();
        if (full)
        {
            _consumer.Pause(partitions);
        }
        else
        {
            _consumer.Resume(partitions);
        }
    }

    private void Acknowledge(TableBatcher batcher)
    {
        batcher.Insert!.GetAwaiter().GetResult();
        _deadLetters?.Flush(_stopping);
        failpoints.Hit(FailpointNames.InsertedBeforeCommit);
        using var span = TaTracing.Source.StartActivity(TaTracing.CommitOffsets, ActivityKind.Client);
        span?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", batcher.Table.Topic);
        _consumer.Commit(batcher.InFlight.Offsets.Next());
        batcher.Complete();
    }

    private List<TopicPartitionOffset> Release(bool awaitInserts)
    {
        foreach (var batcher in _batchers)
        {
            if (awaitInserts)
            {
                AwaitInsert(batcher);
            }

            batcher.Reset();
        }

        return [];
    }

    /// <summary>Gives an insert under way a moment to end, so that the next owner need not repeat it.</summary>
    private void AwaitInsert(TableBatcher batcher)
    {
        try
        {
            if (batcher.Insert is { } insert && insert.Wait(RevokeTimeout))
            {
                Acknowledge(batcher);
            }
        }
        catch (Exception exception) when (exception is KafkaException or AggregateException or OperationCanceledException)
        {
            TaLog.SinkReleaseFailed(logger, exception, batcher.Table.Table);
        }
    }
}
