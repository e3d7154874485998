using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Torghut.Common.Drills;
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
/// at the last commit. Runs on a thread of its own.
/// </summary>
internal sealed partial class ComputeLoop(
    KafkaClients clients,
    TaComputeOptions compute,
    ISchemaSource registry,
    TaState state,
    ComputeMetrics metrics,
    Failpoints failpoints,
    TimeProvider time,
    ILogger<ComputeLoop> logger)
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan IdleInterval = TimeSpan.FromMilliseconds(250);
    private const int RecordsBetweenTicks = 512;

    private readonly TaKafkaOptions _kafka = clients.Options;
    private readonly SortedDictionary<int, PartitionTask> _tasks = [];
    private readonly InputDeserializer _deserializer = new(clients.Options, registry, time);
    private IConsumer<Ignore, InputRecord> _consumer = null!;
    private IAdminClient _admin = null!;
    private RecordEncoders _encoders = null!;
    private CancellationToken _stopping;
    private long _lastTick;
    private long _lastIdle;
    private bool _joined;

    /// <summary>Whether this session came to the point of processing records.</summary>
    public bool Worked { get; private set; }

    /// <exception cref="Exception">Whatever ended this session other than <paramref name="cancellationToken"/>.</exception>
    public void Run(CancellationToken cancellationToken)
    {
        _stopping = cancellationToken;
        using var admin = _admin = clients.Admin();
        CoPartitioning.PartitionCount(admin, _kafka);
        _encoders = RecordEncoders.FetchAsync(registry, _kafka, cancellationToken).GetAwaiter().GetResult();
        using var consumer = _consumer = BuildConsumer();
        try
        {
            consumer.Subscribe([_kafka.TradesTopic, _kafka.QuotesTopic, _kafka.Bars1mTopic]);
            while (!cancellationToken.IsCancellationRequested)
            {
                PollOnce();
            }

            CommitAll();
            DropTasks(abort: false);
        }
        finally
        {
            DropTasks(abort: true);
            // Leaving the group lets the others take over at once.
            consumer.Close();
        }
    }

    private IConsumer<Ignore, InputRecord> BuildConsumer() => clients.Consumer<Ignore, InputRecord>(_kafka.GroupId, _kafka.AutoOffsetReset)
        .SetKeyDeserializer(_deserializer)
        .SetValueDeserializer(_deserializer)
        .SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions))
        .SetPartitionsRevokedHandler((_, partitions) => OnRevoked(partitions))
        .SetPartitionsLostHandler((_, partitions) => OnLost(partitions))
        .Build();

    private void PollOnce()
    {
        // Only what is there: waiting for one record after the other would let a steady stream keep the rest of the turn waiting.
        var taken = 0;
        while (taken < RecordsBetweenTicks && TakeNext(TimeSpan.Zero))
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

        if (time.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = time.GetTimestamp();
            Tick();
        }

        if (taken < RecordsBetweenTicks)
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

        if (_tasks.TryGetValue(result.Partition.Value, out var task))
        {
            Dispatch(task, result);
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

    private void Dispatch(PartitionTask task, ConsumeResult<Ignore, InputRecord> result)
    {
        if (result.IsPartitionEOF)
        {
            task.AtEnd(_deserializer.KindOf(result.Topic), result.Offset.Value);
            return;
        }

        var record = result.Message.Value;
        if (record.Failure == DecodeFailure.SchemaNotLoaded)
        {
            LoadSchema(ref record);
        }

        failpoints.Hit(FailpointNames.PolledBeforeState);
        task.Offer(record, result.Offset.Value);
    }

    private void OnRefused(string topic, int partition, long offset, string reason)
    {
        metrics.DecodeError(reason);
        TaLog.DeadLetter(logger, topic, partition, offset, reason);
    }

    /// <summary>Waits for the registry rather than skip a record: that it does not answer says nothing about the record.</summary>
    private void LoadSchema(ref InputRecord record)
    {
        var (kind, id) = (record.Kind, record.SchemaId);
        SchemaRegistryCalls
            .WithoutEnd(time, exception => exception.IsTransient, logger)
            .RunAsync(
                token => _deserializer.LoadSchemaAsync(kind, id, token),
                attempt =>
                {
                    TaLog.RegistryWaiting(logger, attempt.Failure, id);
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
        var idle = time.GetElapsedTime(_lastIdle) >= IdleInterval;
        if (idle)
        {
            _lastIdle = time.GetTimestamp();
        }

        foreach (var task in _tasks.Values)
        {
            if (idle)
            {
                task.TickIdle();
            }

            ApplyBackpressure(task, InputKind.Trade);
            ApplyBackpressure(task, InputKind.Quote);
            if (task.CommitIsDue)
            {
                Commit(task);
            }
        }

        Worked |= _joined;
        state.Compute = metrics.Snapshot(_tasks.Values, _joined);
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

    private void CommitAll()
    {
        foreach (var task in _tasks.Values)
        {
            if (task.HasUncommitted)
            {
                Commit(task);
            }
        }
    }

    private void Commit(PartitionTask task)
    {
        var began = time.GetTimestamp();
        using var span = TaTracing.Source.StartActivity(TaTracing.Commit, ActivityKind.Producer);
        span?.SetTag("messaging.system", "kafka")
            .SetTag(TaTracing.Partition, task.Partition.ToString(CultureInfo.InvariantCulture))
            .SetTag(TaTracing.Signals, task.SignalIngestTimes.Count);
        try
        {
            var signals = task.SignalIngestTimes.ToArray();
            task.Commit();
            metrics.Committed(time.GetElapsedTime(began), signals);
        }
        catch (KafkaException failure)
        {
            TaTracing.Fail(span, failure);
            metrics.CommitFailed();
            throw;
        }
    }
}
