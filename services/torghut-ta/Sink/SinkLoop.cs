using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ta.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Runtime;
using Torghut.Ta.Status;

namespace Torghut.Ta.Sink;

/// <summary>
/// One session of the sink's consumer: derived topics in, rows out, offsets committed once ClickHouse has acknowledged them. Reading goes on
/// while an insert is under way and pauses when the next batch is full as well. The client sends the offsets beside everything else, so that no commit is
/// waited for: rows stored twice are harmless. Runs on a thread of its own.
/// </summary>
internal sealed partial class SinkLoop(
    KafkaClients clients,
    TaSinkOptions options,
    ISchemaSource registry,
    Inserter inserter,
    SinkHealth health,
    TaMetrics metrics,
    Failpoints failpoints,
    SessionGuards guards,
    ILogger<SinkLoop> logger) : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RevokeTimeout = TimeSpan.FromSeconds(5);
    private const int MaxRecordsPerPoll = 1_024;

    /// <summary>
    /// Days after which a batch goes and who brings several of them waits: ClickHouse makes a part of each, so it is their number that an insert takes long
    /// for, and the present waits for two inserts at most.
    /// </summary>
    private const int ManyDays = 16;

    private readonly TaKafkaOptions _kafka = clients.Options;
    private readonly CallGuard _guard = new("consumer of the sink", guards.Time);
    private readonly TableBatcher[] _batchers =
    [
        new(SinkTable.Microbars(clients.Options.MicrobarsTopic, registry, guards.Time)),
        new(SinkTable.Signals(clients.Options.SignalsTopic, registry, guards.Time)),
    ];

    private IConsumer<byte[]?, byte[]?> _consumer = null!;
    private ConsumerStalls _stalls = null!;
    private SinkDeadLetters? _deadLetters;
    private CancellationToken _stopping;
    private Task? _check;
    private long _lastTick;

    private TimeProvider Time => guards.Time;

    /// <exception cref="Exception">Whatever ended this session other than <paramref name="cancellationToken"/>.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        _stopping = cancellationToken;
        inserter.InstallSchemaAsync(cancellationToken).GetAwaiter().GetResult();
        TaLog.SchemaReady(logger, options.Database);
        _consumer = clients.Consumer<byte[]?, byte[]?>(_kafka.GroupId + "-sink", OffsetReset.Earliest, showsOffsets: true)
            .SetPartitionsAssignedHandler((_, partitions) => FindStarts(partitions))
            .SetPartitionsRevokedHandler((_, _) => Release(awaitInserts: true))
            .SetPartitionsLostHandler((_, _) => Release(awaitInserts: false))
            .Build();
        var ends = new EndOffsetWatch(EndOffsets, TickInterval, guards.OverdueCalls.Report, Time);
        using var stalls = _stalls = new ConsumerStalls(ends, Time, () => metrics.ConsumerStalls.Inc());
        try
        {
            _consumer.Subscribe(_batchers.Select(batcher => batcher.Table.Topic));
            while (!cancellationToken.IsCancellationRequested)
            {
                guards.Pulse.Beat();
                PollOnce();
            }
        }
        catch (SchemaSourceException)
        {
            // The session ends and the next one meets the same record: until one is read, rows wait for the registry.
            health.Await(SinkSnapshot.ByRegistry);
            throw;
        }
        finally
        {
            // A consumer that does not return keeps its partitions, so that the pulse then ends the process.
            guards.Pulse.Beat();
            _consumer.Close();
            _consumer.Dispose();
            guards.Pulse.Rest();
            _deadLetters?.Dispose();
        }
    }

    public void Dispose() => _guard.Dispose();

    /// <summary>Rows written twice are harmless and rows left out are not, so a new group reads everything that is retained.</summary>
    private List<TopicPartitionOffset> FindStarts(List<TopicPartition> partitions)
    {
        var starts = new List<TopicPartitionOffset>();
        var limit = CallLimits.Outside(BrokerTimeout);
        foreach (var committed in partitions.Count == 0
            ? []
            : _guard.Run(nameof(IConsumer<,>.Committed), limit, () => _consumer.Committed(partitions, BrokerTimeout)))
        {
            guards.Pulse.Beat();
            var log = _guard.Run(
                nameof(IConsumer<,>.QueryWatermarkOffsets), limit, () => _consumer.QueryWatermarkOffsets(committed.TopicPartition, BrokerTimeout));
            var start = StartOffset.Find(committed.Offset, log, Offset.Beginning)
                ?? throw TaException.BeyondLog(committed, log, "Restore it, reset the group's offsets, or use another group.");
            starts.Add(new TopicPartitionOffset(committed.TopicPartition, start.Offset));
            if (start.Gap > 0)
            {
                health.Gap(_batchers.Single(batcher => batcher.Table.Topic == committed.Topic).Table.Table, start.Gap);
                metrics.InputGap(committed.Topic == _kafka.MicrobarsTopic ? Channels.Microbars : Channels.Signals, start.Gap);
                TaLog.InputGap(logger, committed.Topic, committed.Partition.Value, start.Gap, committed.Offset.Value, start.Offset);
            }
        }

        _stalls.Begin(partitions);
        return starts;
    }

    private IEndOffsetClient EndOffsets() => clients.EndOffsets(IsolationLevel.ReadCommitted);

    private void PollOnce()
    {
        // Only what is there: waiting for one record after the other would let a steady stream keep full batches waiting.
        var taken = 0;
        while (taken < MaxRecordsPerPoll && !_batchers.Any(IsFull) && TakeNext(TimeSpan.Zero))
        {
            taken++;
        }

        foreach (var batcher in _batchers)
        {
            Advance(batcher);
        }

        if (Time.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = Time.GetTimestamp();
            foreach (var batcher in _batchers)
            {
                health.Lag(batcher.Table.Table, LagOf(batcher));
                LookAtEnds(batcher);
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

        var position = new RecordPosition(result.Topic, partition, offset);
        var start = batcher.Filling.Rows.WrittenCount;
        var refused = batcher.Table.Append(result.Message.Value, position, batcher.Filling.Rows, out var eventTs, _stopping);
        health.Reads();
        if (refused is null)
        {
            var length = batcher.Filling.Rows.WrittenCount - start;
            batcher.Filling.Added(
                new BatchRow(start, length, eventTs / Nanos.PerDay, position, result.Message.Key, result.Message.Value), Time.GetTimestamp());
            HoldSeveralDays(batcher);
            return;
        }

        batcher.Filling.Skipped(partition, offset, Time.GetTimestamp());
        Refuse(position, refused, result.Message.Key, result.Message.Value);
    }

    private void Refuse(in RecordPosition position, string reason, byte[]? key, byte[]? value)
    {
        metrics.DecodeError(reason.Split(':')[0]);
        TaLog.SinkSkipped(logger, position.Topic, position.Partition, position.Offset, reason);
        SendDeadLetter(position, reason, key, value);
    }

    private bool IsFull(TableBatcher batcher) => batcher.Filling.Count >= options.BatchSize;

    private static bool HasManyDays(TableBatcher batcher) => batcher.Filling.Days >= ManyDays;

    /// <summary>Who replays many days waits for the next batch; the others go on into this one, before all that the client has read ahead.</summary>
    private void HoldSeveralDays(TableBatcher batcher)
    {
        if (!HasManyDays(batcher) || batcher.Held.Count == batcher.Filling.OfSeveralDays.Count)
        {
            return;
        }

        var some = batcher.Filling.OfSeveralDays.Where(batcher.Held.Add).ToHashSet();
        _consumer.Pause(PartitionsOf(batcher).Where(p => some.Contains(p.Partition.Value)));
    }

    private List<TopicPartition> PartitionsOf(TableBatcher batcher) => [.. _consumer.Assignment.Where(p => p.Topic == batcher.Table.Topic)];

    private void Advance(TableBatcher batcher)
    {
        if (batcher.Insert is { IsCompleted: true })
        {
            Acknowledge(batcher);
        }

        var full = IsFull(batcher);
        var due = full || HasManyDays(batcher)
            || (!batcher.Filling.IsEmpty && Time.GetElapsedTime(batcher.Filling.Began) >= options.FlushInterval);
        if (due && batcher.Insert is null)
        {
            batcher.Send(inserter, Time.GetTimestamp(), _stopping);
            Resume(batcher);
        }
        else if (full && !batcher.Paused)
        {
            batcher.Paused = true;
            _consumer.Pause(PartitionsOf(batcher));
        }
    }

    private void Resume(TableBatcher batcher)
    {
        if (batcher.Paused || batcher.Held.Count > 0)
        {
            _consumer.Resume(PartitionsOf(batcher).Where(p => batcher.Paused || batcher.Held.Contains(p.Partition.Value)));
            batcher.Paused = false;
            batcher.Held.Clear();
        }
    }

    private void Acknowledge(TableBatcher batcher)
    {
        foreach (var refused in batcher.Insert!.GetAwaiter().GetResult())
        {
            Refuse(refused.Row.Position, refused.Reason, refused.Row.Key, refused.Row.Value);
        }

        _deadLetters?.Flush();
        failpoints.Hit(FailpointNames.InsertedBeforeCommit);
        using var span = TaTracing.Source.StartActivity(TaTracing.CommitOffsets, ActivityKind.Client);
        span?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", batcher.Table.Topic);
        StoreOffsets(batcher.InFlight.Offsets.Next());
        batcher.Complete();
    }

    private void StoreOffsets(IEnumerable<TopicPartitionOffset> offsets)
    {
        foreach (var offset in offsets)
        {
            try
            {
                _consumer.StoreOffset(offset);
            }
            catch (KafkaException)
            {
                // The partition has just been taken away; whoever has it now stores the same rows once more, which is harmless.
            }
        }
    }

    private List<TopicPartitionOffset> Release(bool awaitInserts)
    {
        _stalls.Begin([]);
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
        catch (Exception exception) when (exception is KafkaException or CallOverdueException or AggregateException or OperationCanceledException)
        {
            TaLog.SinkReleaseFailed(logger, exception, batcher.Table.Table);
        }
    }
}
