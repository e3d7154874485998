using System.Diagnostics;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
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

    /// <summary>A session that the registry keeps from its first record has ended by then.</summary>
    private static readonly TimeSpan SettledAfter = TimeSpan.FromSeconds(10);

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

    private IConsumer<Ignore, Ignore> _consumer = null!;
    private BatchReader? _reader;
    private ConsumerStalls _stalls = null!;
    private readonly RefusalSampler _refusals = new(guards.Time);
    private SinkDeadLetters? _deadLetters;
    private CancellationToken _stopping;
    private Task? _check;
    private RecordPosition _at;
    private bool _sendsDeadLetter;
    private long _lastTick;
    private long _began;

    private TimeProvider Time => guards.Time;

    /// <exception cref="Exception">Whatever ended this session other than <paramref name="cancellationToken"/>.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        _stopping = cancellationToken;
        _began = Time.GetTimestamp();
        inserter.InstallSchemaAsync(cancellationToken).GetAwaiter().GetResult();
        TaLog.SchemaReady(logger, options.Database);
        _consumer = clients.Consumer<Ignore, Ignore>(_kafka.GroupId + "-sink", OffsetReset.Earliest, showsOffsets: true)
            .SetPartitionsAssignedHandler((_, partitions) => FindStarts(partitions))
            .SetPartitionsRevokedHandler((_, _) => Release(awaitInserts: true))
            .SetPartitionsLostHandler((_, _) => Release(awaitInserts: false))
            .Build();
        var ends = new EndOffsetWatch(EndOffsets, TickInterval, guards.OverdueCalls.Report, Time);
        using var stalls = _stalls = new ConsumerStalls(ends, Time, () => metrics.ConsumerStalls.Inc());
        try
        {
            string[] topics = [.. _batchers.Select(batcher => batcher.Table.Topic)];
            _reader = clients.Reader(_consumer, topics, MaxRecordsPerPoll);
            _consumer.Subscribe(topics);
            while (!cancellationToken.IsCancellationRequested)
            {
                guards.Pulse.Beat();
                PollOnce();
            }
        }
        catch (SchemaSourceException)
        {
            // The session ends and the next one meets the same record: until it is past, rows wait for the registry.
            health.Await(SinkSnapshot.ByRegistry, _at, _sendsDeadLetter);
            throw;
        }
        finally
        {
            _reader?.Dispose();
            _reader = null;
            try
            {
                ConsumerEnd.Leave(_consumer, guards.Pulse);
            }
            finally
            {
                ForgetLetters();
                _deadLetters?.Dispose();
            }
        }
    }

    public void Dispose() => _guard.Dispose();

    /// <summary>Rows written twice are harmless and rows left out are not, so a new group reads everything that is retained.</summary>
    private List<TopicPartitionOffset> FindStarts(List<TopicPartition> partitions)
    {
        if (_reader is not { } reader)
        {
            // Leaving the group serves what was on its way: it is taken back at once.
            return [];
        }

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

        reader.Assign(partitions);
        _stalls.Begin(partitions);
        return starts;
    }

    private IEndOffsetClient EndOffsets() => clients.EndOffsets(IsolationLevel.ReadCommitted);

    private void PollOnce()
    {
        // Only what is there: waiting for one record after the other would let a steady stream keep full batches waiting.
        var taken = 0;
        while (taken < MaxRecordsPerPoll && TakeNext(TimeSpan.Zero, Math.Min(MaxRecordsPerPoll - taken, Room())))
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

            if (health.AwaitedAt is { } awaited && Time.GetElapsedTime(_began) >= SettledAfter
                && (_batchers.All(batcher => LagOf(batcher) == 0) || !_consumer.Assignment.Contains(new TopicPartition(awaited.Topic, awaited.Partition))))
            {
                // What was waited for has gone to another member of the group, or is past: nothing of this session's waits.
                health.AwaitsNothing();
            }

            CheckServer();
            _deadLetters?.Retry(_stopping);
            health.Hold(_deadLetters is { AnyRefused: true });
        }

        if (taken < MaxRecordsPerPoll)
        {
            TakeNext(PollWait, Room());
        }
    }

    /// <summary>What every batch still has room for: no more is taken from the client at once, since what is taken must go somewhere.</summary>
    private int Room()
    {
        var room = MaxRecordsPerPoll;
        foreach (var batcher in _batchers)
        {
            room = batcher.Paused ? room : Math.Min(room, Math.Max(0, options.BatchSize - batcher.Filling.Count));
        }

        return room;
    }

    private bool TakeNext(TimeSpan wait, int atMost)
    {
        if (!_reader!.Read(wait, atMost))
        {
            return false;
        }

        var consumed = _reader.Current;
        var batcher = _batchers[consumed.Topic];
        if (consumed.IsPartitionEnd)
        {
            batcher.Ends[consumed.Partition] = consumed.Offset;
            return true;
        }

        var record = SinkRecord.Of(consumed);
        if (batcher.Held.Count > 0 && batcher.Held.Contains(record.Partition))
        {
            batcher.Deferred.Add(record);
        }
        else
        {
            Take(batcher, record);
        }

        return true;
    }

    private void Take(TableBatcher batcher, in SinkRecord record)
    {
        var position = _at = new RecordPosition(batcher.Table.Topic, record.Partition, record.Offset);
        var filling = batcher.Filling;
        var start = filling.Rows.WrittenCount;
        var refused = batcher.Table.Append(record.Value, position, filling.Rows, out var eventTs, _stopping);
        if (refused is null)
        {
            health.Reads(position);
            var length = filling.Rows.WrittenCount - start;
            filling.Added(new BatchRow(start, length, eventTs / Nanos.PerDay, position, filling.Records.Add(record)), Time);
            HoldSeveralDays(batcher);
            return;
        }

        filling.Skipped(record.Partition, record.Offset, Time);
        Refuse(position, refused, record.HasKey ? record.Key.ToArray() : null, record.HasValue ? record.Value.ToArray() : null);

        // Only now: the dead letter needs the registry, too.
        health.Passes(position.Topic, position.Partition, position.Offset + 1);
    }

    private void Refuse(in RecordPosition position, string reason, byte[]? key, byte[]? value)
    {
        var word = reason.Split(':')[0];
        metrics.DecodeError(word);
        if (_refusals.Takes(word))
        {
            TaLog.SinkSkipped(logger, position.Topic, position.Partition, position.Offset, reason);
        }

        SendDeadLetter(position, reason, key, value);
    }

    private bool IsFull(TableBatcher batcher) => batcher.Filling.Count >= options.BatchSize;

    private static bool HasManyDays(TableBatcher batcher) => batcher.Filling.Days >= ManyDays;

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

    private void Acknowledge(TableBatcher batcher)
    {
        foreach (var refused in batcher.Insert!.GetAwaiter().GetResult())
        {
            var record = refused.Row.Record;
            Refuse(refused.Row.Position, refused.Reason, batcher.InFlight.Records.KeyOf(record), batcher.InFlight.Records.ValueOf(record));
        }

        _deadLetters?.Flush();
        failpoints.Hit(FailpointNames.InsertedBeforeCommit);
        using var span = TaTracing.Source.StartActivity(TaTracing.CommitOffsets, ActivityKind.Client);
        span?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", batcher.Table.Topic);
        var stored = batcher.InFlight.Offsets.Next();
        StoreOffsets(stored);
        foreach (var next in stored)
        {
            health.Passes(next.Topic, next.Partition.Value, next.Offset.Value);
        }

        batcher.Complete();
    }

    private void StoreOffsets(IEnumerable<TopicPartitionOffset> offsets)
    {
        foreach (var offset in offsets)
        {
            try
            {
                _consumer.StoreOffset(_deadLetters?.Confine(offset) ?? offset);
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

        ForgetLetters();
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
