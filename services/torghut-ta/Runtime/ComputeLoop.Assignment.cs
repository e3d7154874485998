using Confluent.Kafka;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Runtime;

internal sealed partial class ComputeLoop
{
    private static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Takes partitions over, in this order: fence whoever wrote for them, read their state, ask where to go on reading. Only then does
    /// the first record come.
    /// </summary>
    private List<TopicPartitionOffset> OnAssigned(List<TopicPartition> partitions)
    {
        using var span = TaTracing.Source.StartActivity(TaTracing.Assigned);
        metrics.Rebalanced();
        var numbers = partitions.Select(p => p.Partition.Value).Distinct().Order().ToList();
        TaLog.Assigned(logger, string.Join(", ", numbers));
        span?.SetTag(TaTracing.Partitions, numbers.ToArray());
        var began = time.GetTimestamp();
        foreach (var number in numbers)
        {
            var task = new PartitionTask(number, _kafka, compute, _encoders, BuildWriter(number), OnRefused, time);
            _tasks[number] = task;
            task.InitTransactions();
        }

        var starts = partitions.Count == 0 ? [] : FindStarts(partitions);
        Restore(numbers, began);
        _joined = true;
        return starts;
    }

    private IPartitionWriter BuildWriter(int partition)
    {
        var changelog = new TopicPartition(_kafka.StateTopic, partition);
        return _kafka.DeliveryGuarantee == DeliveryGuarantee.ExactlyOnce
            ? new TransactionalWriter(clients.Producer($"{_kafka.GroupId}-{partition}"), changelog, () => _consumer.ConsumerGroupMetadata, failpoints)
            : new AtLeastOnceWriter(clients.Producer(null), changelog, offsets => _consumer.Commit(offsets), failpoints);
    }

    private List<TopicPartitionOffset> FindStarts(List<TopicPartition> partitions)
    {
        var starts = new List<TopicPartitionOffset>();
        foreach (var committed in _consumer.Committed(partitions, BrokerTimeout))
        {
            var known = committed.Offset.Value >= 0;
            // A fixed beginning, committed with the first batch: a group that starts at "latest" must not start there a second time.
            var offset = known ? committed.Offset.Value : Begin(committed.TopicPartition);
            _tasks[committed.Partition.Value].StartAt(_deserializer.KindOf(committed.Topic), offset, known);
            starts.Add(new TopicPartitionOffset(committed.TopicPartition, offset));
        }

        return starts;
    }

    private long Begin(TopicPartition partition)
    {
        var ends = _consumer.QueryWatermarkOffsets(partition, BrokerTimeout);
        return _kafka.AutoOffsetReset == OffsetReset.Earliest ? ends.Low.Value : ends.High.Value;
    }

    private void Restore(List<int> numbers, long began)
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
        var changelogs = new StateRestorer(clients, _admin, failpoints, time).Read(resumed, _stopping);
        var symbols = 0;
        foreach (var number in resumed)
        {
            _tasks[number].Restore(changelogs[number]);
            symbols += _tasks[number].Engine.SymbolCount;
        }

        var elapsed = time.GetElapsedTime(began);
        span?.SetTag(TaTracing.Partitions, resumed.ToArray()).SetTag(TaTracing.Symbols, symbols);
        metrics.Restored(elapsed);
        TaLog.Restored(logger, symbols, string.Join(", ", resumed), changelogs.Values.Sum(c => c.Records), (long)elapsed.TotalMilliseconds);
    }

    /// <summary>The group waits for this: everything processed is committed before others may go on.</summary>
    private IEnumerable<TopicPartitionOffset> OnRevoked(List<TopicPartitionOffset> partitions)
    {
        using var span = TaTracing.Source.StartActivity(TaTracing.Revoked);
        span?.SetTag(TaTracing.Partitions, _tasks.Keys.ToArray());
        CommitAll();
        DropTasks(abort: false);
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
        foreach (var task in _tasks.Values)
        {
            if (abort)
            {
                TryAbortTransaction(task);
            }

            task.Dispose();
        }

        _tasks.Clear();
    }

    /// <summary>The next owner's transactional id aborts the transaction in any case; this only does it sooner.</summary>
    private void TryAbortTransaction(PartitionTask task)
    {
        try
        {
            task.AbortTransaction();
        }
        catch (KafkaException exception)
        {
            TaLog.AbortFailed(logger, exception, task.Partition);
        }
    }

    private static string Numbers(List<TopicPartitionOffset> partitions) =>
        string.Join(", ", partitions.Select(p => p.Partition.Value).Distinct().Order());
}
