using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Common.Kafka;
using Torghut.Common.Kafka.Batches;
using Torghut.Common.Schemas;
using Torghut.Contracts.Decoding;
using Torghut.Ta.Drills;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Status;

namespace Torghut.Ta.Runtime;

/// <summary>
/// One session of the consumer: joins the group, runs a task for each assigned partition, commits. Any failure ends it; the next session begins
/// at the last commit. Runs on a thread of its own, which serves the group also while a commit takes long.
/// </summary>
internal sealed partial class ComputeLoop(
    KafkaClients clients,
    TaComputeOptions compute,
    ISchemaSource registry,
    TaState state,
    ComputeMetrics metrics,
    Failpoints failpoints,
    SessionGuards guards,
    ILogger<ComputeLoop> logger) : IDisposable
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>A commit mostly ends within milliseconds, so that to wait for it is the soonest way on. Beyond this the group must not wait, too.</summary>
    private static readonly TimeSpan CommitWait = TimeSpan.FromMilliseconds(200);

    private const int RecordsBetweenTicks = 512;

    private readonly TaKafkaOptions _kafka = clients.Options;
    private readonly CallLimits _limits = CallLimits.Of(clients.Options);
    private readonly CallGuard _guard = new("consumer of compute", guards.Time);
    private readonly SortedDictionary<int, PartitionTask> _tasks = [];
    private readonly InputDeserializer _deserializer = new(clients.Options, compute.MaxFuture, registry, guards.Time);
    private readonly RefusalSampler _refusals = new(guards.Time);
    private readonly SymbolBudget _budget = new(compute.MaxSymbols);
    private IConsumer<Ignore, Ignore> _consumer = null!;
    private BatchReader? _reader;
    private IAdminClient _admin = null!;
    private ConsumerStalls _stalls = null!;
    private RecordEncoders _encoders = null!;
    private CancellationToken _stopping;
    private long _lastTick;
    private long _lastIdle;
    private bool _joined;

    private TimeProvider Time => guards.Time;

    /// <summary>Whether this session came to the point of processing records.</summary>
    public bool Worked { get; private set; }

    /// <exception cref="Exception">Whatever ended this session other than <paramref name="cancellationToken"/>.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        _stopping = cancellationToken;
        _admin = clients.Admin();
        try
        {
            _guard.Run(nameof(CoPartitioning.PartitionCount), CallLimits.Outside(BrokerTimeout), () => CoPartitioning.PartitionCount(_admin, _kafka));
            _encoders = RecordEncoders.FetchAsync(registry, _kafka, cancellationToken).GetAwaiter().GetResult();
            _consumer = BuildConsumer();
            var ends = new EndOffsetWatch(EndOffsets, EndsInterval(compute.WatermarkIdleTimeout), guards.OverdueCalls.Report, Time);
            using var stalls = _stalls = new ConsumerStalls(ends, Time, metrics.Stalled);
            RunConsumer(cancellationToken);
        }
        finally
        {
            ClientDisposal.Of(_admin, _guard);
        }
    }

    private void RunConsumer(CancellationToken cancellationToken)
    {
        try
        {
            var topics = InputTopics.Of(_kafka);
            _reader = clients.Reader(_consumer, topics, RecordsBetweenTicks);
            _consumer.Subscribe(topics);
            while (!cancellationToken.IsCancellationRequested)
            {
                guards.Pulse.Beat();
                PollOnce();
            }

            DropTasks(abort: !TryCommitAll());
        }
        finally
        {
            DropTasks(abort: true);

            _reader?.Dispose();
            _reader = null;
            ConsumerEnd.Leave(_consumer, guards.Pulse);
        }
    }

    public void Dispose() => _guard.Dispose();

    private IConsumer<Ignore, Ignore> BuildConsumer() => clients
        .Consumer<Ignore, Ignore>(_kafka.GroupId, _kafka.AutoOffsetReset, showsOffsets: true)
        .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
        .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
        .SetPartitionsLostHandler((_, partitions) => OnLost(partitions))
        .Build();

    private IEndOffsetClient EndOffsets() => clients.EndOffsets(IsolationLevel.ReadCommitted);

    private void PollOnce()
    {
        EndCommits();

        // Only what is there: waiting for one record after the other would let a steady stream keep the rest of the turn waiting.
        var taken = 0;
        while (taken < RecordsBetweenTicks && TakeNext(TimeSpan.Zero, RecordsBetweenTicks - taken))
        {
            taken++;
        }

        foreach (var task in _tasks.Values)
        {
            task.Drain();
        }

        if (taken < RecordsBetweenTicks)
        {
            CommitOutputs();
        }

        if (Time.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = Time.GetTimestamp();
            Tick();
        }

        if (taken < RecordsBetweenTicks)
        {
            TakeNext(PollWait, RecordsBetweenTicks);
        }
    }

    private bool TakeNext(TimeSpan wait, int atMost)
    {
        if (!_reader!.Read(wait, atMost))
        {
            return false;
        }

        var record = _reader.Current;
        if (_tasks.TryGetValue(record.Partition, out var task))
        {
            Dispatch(task, record);
        }

        return true;
    }

    /// <summary>
    /// Hardly more is there to be taken along, so what was derived need not wait for the interval. While a backlog is worked off it does wait: commits
    /// write state, and many of them would be most of the work.
    /// </summary>
    private void CommitOutputs()
    {
        foreach (var task in _tasks.Values)
        {
            if (task.HasOutputs && IsNearEnd(task, InputKind.Trade) && IsNearEnd(task, InputKind.Quote))
            {
                Commit(task);
            }
        }
    }

    /// <summary>Whether less than a turn's records are left of a log, as of its last fetch.</summary>
    private bool IsNearEnd(PartitionTask task, InputKind kind)
    {
        var end = _consumer.GetWatermarkOffsets(new TopicPartition(task.TopicOf(kind), task.Partition)).High.Value;
        return end - task.Position(kind).Next <= RecordsBetweenTicks;
    }

    private void Dispatch(PartitionTask task, in ConsumedRecord consumed)
    {
        var kind = (InputKind)consumed.Topic;
        if (consumed.IsPartitionEnd)
        {
            task.AtEnd(kind, consumed.Offset);
            return;
        }

        var record = _deserializer.Read(kind, consumed);
        if (record.Failure == DecodeFailure.SchemaNotLoaded)
        {
            LoadSchema(ref record);
        }

        failpoints.Hit(FailpointNames.PolledBeforeState);
        task.Offer(record, consumed.Offset);
    }

    /// <summary>Counts every refused record, and names the first of each reason in a second: a feed that is all wrong must not drown the log.</summary>
    private void OnRefused(string topic, int partition, long offset, Refusal refusal)
    {
        metrics.Refused(refusal);
        if (_refusals.Takes(refusal.Word))
        {
            TaLog.DeadLetter(logger, topic, partition, offset, refusal.Reason);
        }
    }

    private void Watch(PartitionTask task)
    {
        var before = task.Fault;
        task.Watch();
        if (task.Fault == before)
        {
            return;
        }

        if (task.Fault is { } fault)
        {
            TaLog.PartitionFaulty(logger, task.Partition, fault);
        }
        else
        {
            TaLog.PartitionSound(logger, task.Partition, before!);
        }
    }

    /// <summary>Waits for the registry rather than skip a record: that it does not answer says nothing about the record.</summary>
    private void LoadSchema(ref InputRecord record)
    {
        var (kind, id) = (record.Kind, record.SchemaId);
        SchemaRegistryCalls
            .WithoutEnd(Time, exception => exception.IsTransient, logger)
            .RunAsync(
                token => _deserializer.LoadSchemaAsync(kind, id, token),
                attempt =>
                {
                    TaLog.RegistryWaiting(logger, attempt.Failure, id);

                    // Nothing else is told while the loop waits here, and nothing is computed: neither of any symbol.
                    state.Compute = state.Compute with { ErrorClass = ErrorClass.SchemaRegistry };

                    // The loop lives, it waits: however long the registry is away, that must not end the process.
                    guards.Pulse.Beat();
                    return Task.CompletedTask;
                },
                _stopping)
            .GetAwaiter().GetResult();
        var (key, value) = (record.Key, record.Value);
        record = _deserializer.Decode(kind, value);
        (record.Key, record.Value) = (key, value);
    }

    private void Tick()
    {
        var idle = Time.GetElapsedTime(_lastIdle) >= IdleInterval;
        if (idle)
        {
            _lastIdle = Time.GetTimestamp();
        }

        foreach (var task in _tasks.Values)
        {
            if (idle)
            {
                task.TickIdle();
            }

            Watch(task);
            foreach (var kind in Enum.GetValues<InputKind>())
            {
                ApplyBackpressure(task, kind);
                LookAtEnd(task, kind);
            }

            if (task.CommitIsDue)
            {
                Commit(task);
            }
        }

        Worked |= _joined;
        state.Compute = metrics.Snapshot(_tasks.Values, _joined);
    }

    /// <summary>Often enough that idleness is noticed when it is due, and an outage before it would be taken for one.</summary>
    private static TimeSpan EndsInterval(TimeSpan idleTimeout) => TimeSpan.FromMilliseconds(Math.Clamp(idleTimeout.TotalMilliseconds / 4, 100, 1_000));

    /// <exception cref="ConsumerStalledException">The consumer is given nothing although there is more; another one may be.</exception>
    private void LookAtEnd(PartitionTask task, InputKind kind)
    {
        var partition = new TopicPartition(task.TopicOf(kind), task.Partition);
        if (_stalls.EndOf(partition) is { } end)
        {
            task.Confirm(kind, end);
        }

        var position = task.Position(kind);
        if (!position.Paused)
        {
            _stalls.ThrowIfStalled(partition, position.Fetched);
        }
    }

    private void ApplyBackpressure(PartitionTask task, InputKind kind)
    {
        var paused = task.Position(kind).Paused;
        if (task.ShouldPause(kind) == paused)
        {
            return;
        }

        TopicPartition[] partition = [new(task.TopicOf(kind), task.Partition)];
        if (paused)
        {
            _consumer.Resume(partition);
        }
        else
        {
            _consumer.Pause(partition);
        }

        task.SetPaused(kind, !paused);
    }

    /// <summary>
    /// Makes everything processed permanent and waits for it, but not for so long as a commit may take otherwise: somebody waits for this member.
    /// </summary>
    private bool TryCommitAll()
    {
        var began = Time.GetTimestamp();
        return _tasks.Values.All(task =>
        {
            if (!TryEnd(task) || !task.HasUncommitted)
            {
                return !task.IsCommitting;
            }

            Commit(task);
            return TryEnd(task);
        });

        bool TryEnd(PartitionTask task)
        {
            while (task.IsCommitting && Time.GetElapsedTime(began) < _limits.LoopTimeout)
            {
                TryEndCommit(task, CommitWait);
            }

            return !task.IsCommitting;
        }
    }

    private void Commit(PartitionTask task)
    {
        task.BeginCommit();
        TryEndCommit(task, CommitWait);
    }

    private void EndCommits()
    {
        foreach (var task in _tasks.Values)
        {
            if (task.IsCommitting)
            {
                TryEndCommit(task, TimeSpan.Zero);
            }
        }
    }

    private void TryEndCommit(PartitionTask task, TimeSpan atMost)
    {
        var signals = task.SignalIngestTimes.ToArray();
        try
        {
            if (!task.TryEndCommit(atMost))
            {
                return;
            }
        }
        catch (Exception failure) when (failure is KafkaException or CallOverdueException)
        {
            metrics.CommitFailed();
            TraceCommit(task, signals.Length, failure);
            throw;
        }

        metrics.Committed(Time.GetElapsedTime(task.CommitBegan), signals);
        TraceCommit(task, signals.Length, null);
        ShowOffsets(task);
    }

    /// <summary>
    /// Tells the group how far the partition has come, for the eyes of those who watch its lag: where reading begins is in the changelog. The client sends
    /// it beside
    /// everything else, and nobody waits.
    /// </summary>
    private void ShowOffsets(PartitionTask task)
    {
        try
        {
            foreach (var offset in task.Offsets())
            {
                _consumer.StoreOffset(offset);
            }
        }
        catch (KafkaException)
        {
            // The partition has just been taken away; whoever has it now will show its own.
        }
    }

    private void TraceCommit(PartitionTask task, int signals, Exception? failure)
    {
        using var span = TaTracing.Source.StartActivity(
            TaTracing.Commit, ActivityKind.Producer, default(ActivityContext), startTime: Time.GetUtcNow() - Time.GetElapsedTime(task.CommitBegan));
        span?.SetTag("messaging.system", "kafka")
            .SetTag(TaTracing.Partition, task.Partition.ToString(CultureInfo.InvariantCulture))
            .SetTag(TaTracing.Signals, signals);
        if (failure is not null)
        {
            TaTracing.Fail(span, failure);
        }
    }
}
