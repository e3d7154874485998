using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Runtime;

internal sealed partial class ComputeLoop
{
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Takes partitions over, in this order: fence whoever wrote for them, read their state, ask where to go on reading. Only then does
    /// the first record come.
    /// </summary>
    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        if (_reader is not { } reader)
        {
            // Leaving the group serves what was on its way: it is taken back at once.
            return [];
        }

        using var span = TaTracing.Source.StartActivity(TaTracing.Assigned);
        metrics.Rebalanced();
        var numbers = partitions.Select(p => p.Partition.Value).Distinct().Order().ToList();
        TaLog.Assigned(logger, string.Join(", ", numbers));
        span?.SetTag(TaTracing.Partitions, numbers.ToArray());
        var began = Time.GetTimestamp();
        foreach (var number in numbers)
        {
            guards.Pulse.Beat();
            _tasks[number] = new PartitionTask(number, _kafka, compute, _encoders, BuildWriter(number), OnRefused, Time, _budget);
        }

        // Side by side: each may have to wait until its coordinator has ended what the owner before left open.
        foreach (var call in numbers.Select(number => _tasks[number].BeginInitTransactions()).ToList())
        {
            guards.Pulse.Beat();
            call?.Wait();
        }

        var changelogs = ReadChangelogs(numbers);
        var starts = FindStarts(partitions, changelogs);
        reader.Assign(partitions);
        _stalls.Begin(partitions);
        Restore(numbers, changelogs, began);
        _joined = true;
        return starts;
    }

    private IPartitionWriter BuildWriter(int partition)
    {
        var changelog = new TopicPartition(_kafka.StateTopic, partition);
        return _kafka.DeliveryGuarantee == DeliveryGuarantee.ExactlyOnce
            ? new TransactionalWriter(clients.PartitionProducer(partition), changelog, _limits, failpoints, Time)
            : new AtLeastOnceWriter(clients.Producer(null), changelog, _limits, failpoints, Time);
    }

    private IReadOnlyDictionary<int, PartitionChangelog> ReadChangelogs(List<int> numbers) => numbers.Count == 0
        ? new Dictionary<int, PartitionChangelog>()
        : new StateRestorer(clients, failpoints, Time).Read(numbers, guards.Pulse.Beat, _stopping);

    /// <summary>
    /// Where each log is read from: after the last commit in the changelog, which cannot be apart from the state; where only an earlier build committed,
    /// where
    /// the group says; else where a new group begins.
    /// </summary>
    private List<TopicPartitionOffset> FindStarts(List<TopicPartition> partitions, IReadOnlyDictionary<int, PartitionChangelog> changelogs)
    {
        var starts = new List<TopicPartitionOffset>();
        var fresh = _kafka.AutoOffsetReset == OffsetReset.Earliest ? Offset.Beginning : Offset.End;
        var group = GroupOffsets([.. partitions.Where(partition => changelogs[partition.Partition.Value].Offsets is null)]);
        foreach (var partition in partitions)
        {
            var kind = _deserializer.KindOf(partition.Topic);
            var committed = new TopicPartitionOffset(partition, changelogs[partition.Partition.Value].Offsets?.Of(kind) ?? group[partition]);
            var log = _guard.Run(
                nameof(IConsumer<,>.QueryWatermarkOffsets), CallLimits.Outside(BrokerTimeout), () => _consumer.QueryWatermarkOffsets(partition, BrokerTimeout));

            // A fixed beginning, committed with the first batch: a group that starts at "latest" must not start there a second time.
            var start = StartOffset.Find(committed.Offset, log, fresh) ?? throw TaException.BeyondLog(committed, log, "Restore it, or use another group.");
            _tasks[partition.Partition.Value].StartAt(kind, start);
            starts.Add(new TopicPartitionOffset(partition, start.Offset));
            if (start.Gap > 0)
            {
                metrics.InputGap(kind, start.Gap);
                TaLog.InputGap(logger, partition.Topic, partition.Partition.Value, start.Gap, committed.Offset.Value, start.Offset);
            }
        }

        return starts;
    }

    private Dictionary<TopicPartition, long> GroupOffsets(List<TopicPartition> partitions) => partitions.Count == 0
        ? []
        : _guard.Run(nameof(IConsumer<,>.Committed), CallLimits.Outside(BrokerTimeout), () => _consumer.Committed(partitions, BrokerTimeout))
            .ToDictionary(committed => committed.TopicPartition, committed => committed.Offset.Value);

    private void Restore(List<int> numbers, IReadOnlyDictionary<int, PartitionChangelog> changelogs, long began)
    {
        var (resumed, fresh) = (numbers.Where(n => _tasks[n].IsResumed).ToList(), numbers.Where(n => !_tasks[n].IsResumed).ToList());
        foreach (var number in fresh)
        {
            TaLog.FreshPartition(logger, number, _tasks[number].Position(InputKind.Trade).Next, _tasks[number].Position(InputKind.Quote).Next);
        }

        if (resumed.Count == 0)
        {
            return;
        }

        using var span = TaTracing.Source.StartActivity(TaTracing.Restore);
        var symbols = 0;
        var repair = new ClockRepair(_kafka, new LogWitness(clients, _deserializer, compute.MaxFuture, Time), compute.MaxFuture);
        foreach (var number in resumed)
        {
            _tasks[number].Restore(changelogs[number]);
            Repair(repair, _tasks[number], changelogs[number]);
            symbols += _tasks[number].Engine.SymbolCount;
        }

        var elapsed = Time.GetElapsedTime(began);
        span?.SetTag(TaTracing.Partitions, resumed.ToArray()).SetTag(TaTracing.Symbols, symbols);
        metrics.Restored(elapsed);
        TaLog.Restored(logger, symbols, string.Join(", ", resumed), resumed.Sum(number => changelogs[number].Records), (long)elapsed.TotalMilliseconds);
    }

    private void Repair(ClockRepair repair, PartitionTask task, PartitionChangelog changelog)
    {
        foreach (var clock in repair.Run(task.Engine, changelog.Clocks, task.Next, _stopping))
        {
            metrics.ClockRepaired();
            TaLog.ClockRepaired(logger, clock.Topic, clock.Partition, clock.SecondsAhead);
        }
    }

    /// <summary>The group waits for this: everything processed is committed before others may go on.</summary>
    private IEnumerable<TopicPartitionOffset> OnRevoked(List<TopicPartitionOffset> partitions)
    {
        using var span = TaTracing.Source.StartActivity(TaTracing.Revoked);
        span?.SetTag(TaTracing.Partitions, _tasks.Keys.ToArray());
        DropTasks(abort: !TryCommitAll());
        TaLog.Revoked(logger, Numbers(partitions));
        return [];
    }

    private IEnumerable<TopicPartitionOffset> OnLost(List<TopicPartitionOffset> partitions)
    {
        using var span = TaTracing.Source.StartActivity(TaTracing.Lost);
        span?.SetTag(TaTracing.Partitions, _tasks.Keys.ToArray());
        DropTasks(abort: true);
        TaLog.Lost(logger, Numbers(partitions));
        return [];
    }

    private void DropTasks(bool abort)
    {
        _joined = false;
        _stalls.Begin([]);
        foreach (var (task, call) in _tasks.Values.Select(task => (task, abort ? task.BeginAbortTransaction() : null)).ToList())
        {
            TryWait(task, call);
            task.Dispose();
        }

        _tasks.Clear();
    }

    /// <summary>The next owner's transactional id aborts the transaction in any case; this only does it sooner.</summary>
    private void TryWait(PartitionTask task, GuardedCall? abort)
    {
        try
        {
            abort?.Wait();
        }
        catch (Exception exception) when (exception is KafkaException or CallOverdueException)
        {
            TaLog.AbortFailed(logger, exception, task.Partition);
        }
    }

    private static string Numbers(List<TopicPartitionOffset> partitions) =>
        string.Join(", ", partitions.Select(p => p.Partition.Value).Distinct().Order());
}
