using Confluent.Kafka;
using Torghut.Common.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Savepoints;

/// <summary>
/// Gives a group the offsets and states of a savepoint, in one transaction: it has all of them or none. What the group had before is
/// removed by a tombstone.
/// </summary>
internal sealed class SavepointRestore(KafkaClients clients, Failpoints failpoints, TimeProvider time)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private readonly TaKafkaOptions _options = clients.Options;

    /// <param name="replace">The group's name, given once more, when it may lose what it has committed.</param>
    /// <exception cref="SavepointException">The savepoint does not fit this cluster, or the group must not be touched.</exception>
    public void Run(Savepoint savepoint, string? replace, CancellationToken cancellationToken)
    {
        using var admin = clients.Admin();
        using var consumer = clients.Consumer<Ignore, Ignore>(_options.GroupId, OffsetReset.Earliest, member: false).Build();
        var offsets = Offsets(savepoint);
        CheckTopics(savepoint, CoPartitioning.PartitionCount(admin, _options));
        CheckGroup(admin, consumer, offsets, replace);
        CheckRetained(consumer, offsets);
        GroupTakeover.Fence(clients, savepoint.Partitions.Count);
        int[] partitions = [.. Enumerable.Range(0, savepoint.Partitions.Count)];
        var before = new StateRestorer(clients, failpoints, time).Read(partitions, static () => { }, cancellationToken);
        CheckChangelog(before.Values, replace);
        using var producer = clients.Producer(_options.GroupId + "-restore").Build();
        producer.InitTransactions(Timeout);
        producer.BeginTransaction();
        for (var partition = 0; partition < savepoint.Partitions.Count; partition++)
        {
            Write(producer, partition, savepoint.Partitions[partition], before[partition]);
        }

        producer.CommitTransaction(Timeout);

        // For those who watch the group's lag; where the job goes on is in the changelog (ADR 0026).
        consumer.Commit(offsets);
    }

    private static List<TopicPartitionOffset> Offsets(Savepoint savepoint) =>
    [
        .. from partition in Enumerable.Range(0, savepoint.Partitions.Count)
           from kind in Enum.GetValues<InputKind>()
           let offset = savepoint.Partitions[partition].Offsets.Of(kind)
           where offset >= 0
           select new TopicPartitionOffset(savepoint.Topics[(int)kind], partition, offset),
    ];

    private void CheckTopics(Savepoint savepoint, int count)
    {
        string[] topics = [_options.TradesTopic, _options.QuotesTopic, _options.Bars1mTopic];
        if (!savepoint.Topics.SequenceEqual(topics))
        {
            throw new SavepointException($"The savepoint is of {string.Join(", ", savepoint.Topics)}, but the job reads {string.Join(", ", topics)}.");
        }

        if (savepoint.Partitions.Count != count)
        {
            throw new SavepointException($"The savepoint has {savepoint.Partitions.Count} partitions, but the topics have {count}.");
        }
    }

    private void CheckGroup(IAdminClient admin, IConsumer<Ignore, Ignore> consumer, List<TopicPartitionOffset> offsets, string? replace)
    {
        if (GroupTakeover.FindObstacle(admin, _options.GroupId) is { } obstacle)
        {
            throw new SavepointException(obstacle);
        }

        var committed = consumer.Committed(offsets.Select(offset => offset.TopicPartition), Timeout).Any(offset => offset.Offset.Value >= 0);
        if (committed && replace != _options.GroupId)
        {
            throw Used();
        }
    }

    private void CheckChangelog(IEnumerable<PartitionChangelog> changelogs, string? replace)
    {
        if (replace != _options.GroupId && changelogs.Any(changelog => changelog.Offsets is not null))
        {
            throw Used();
        }
    }

    private SavepointException Used() => new(
        $"Group {_options.GroupId} has committed offsets and state. Restore into a fresh TA_GROUP_ID, or replace them with --replace {_options.GroupId}.");

    /// <summary>A job that began where nothing is any more would silently begin elsewhere.</summary>
    private static void CheckRetained(IConsumer<Ignore, Ignore> consumer, List<TopicPartitionOffset> offsets)
    {
        foreach (var offset in offsets)
        {
            var log = consumer.QueryWatermarkOffsets(offset.TopicPartition, Timeout);
            if (offset.Offset.Value < log.Low.Value || offset.Offset.Value > log.High.Value)
            {
                throw new SavepointException(
                    $"The savepoint goes on at {offset.Topic}/{offset.Partition.Value}@{offset.Offset.Value}, but the log holds {log.Low.Value} to {log.High.Value}.");
            }
        }
    }

    private void Write(IProducer<byte[]?, byte[]> producer, int partition, SavedPartition saved, PartitionChangelog before)
    {
        var target = new TopicPartition(_options.StateTopic, partition);
        foreach (var symbol in before.States.Keys.Concat(before.UncommittedTail).Except(saved.States.Keys))
        {
            Produce(ChangelogFrame.Key(_options.GroupId, symbol), null);
        }

        foreach (var (symbol, state) in saved.States)
        {
            Produce(ChangelogFrame.Key(_options.GroupId, symbol), ChangelogFrame.State(state.Span));
        }

        Produce(ChangelogFrame.Prefix(_options.GroupId), ChangelogFrame.Commit(saved.Offsets));

        void Produce(byte[] key, byte[]? value) => ProducerQueue.Produce(producer, target, new Message<byte[]?, byte[]> { Key = key, Value = value! }, Timeout);
    }
}
