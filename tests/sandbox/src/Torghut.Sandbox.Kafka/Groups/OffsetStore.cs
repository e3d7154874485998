using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>Committed offsets of all groups, and those that wait for their transaction's end. Offsets do not expire.</summary>
internal sealed class OffsetStore
{
    private const string CommittedPrefix = "offset/";
    private const string PendingPrefix = "pending/";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<TopicPartition, CommittedOffset>> _committed = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Dictionary<(string Group, TopicPartition Partition), CommittedOffset>> _pending = [];
    private readonly CoordinatorJournal _journal;

    public OffsetStore(CoordinatorJournal journal)
    {
        _journal = journal;
        var reader = new WireReader();
        foreach (var value in journal.Values(CommittedPrefix))
        {
            reader.Reset(value, 0, value.Length);
            var (_, group, partition, offset) = Read(reader);
            Committed_NeedsLock(group)[partition] = offset;
        }

        foreach (var value in journal.Values(PendingPrefix))
        {
            reader.Reset(value, 0, value.Length);
            var (producerId, group, partition, offset) = Read(reader);
            Pending_NeedsLock(producerId)[(group, partition)] = offset;
        }
    }

    public IReadOnlyList<string> Groups
    {
        get
        {
            lock (_gate)
            {
                return [.. _committed.Where(g => g.Value.Count > 0).Select(g => g.Key)];
            }
        }
    }

    public bool Has(string group)
    {
        lock (_gate)
        {
            return _committed.TryGetValue(group, out var offsets) && offsets.Count > 0;
        }
    }

    /// <exception cref="IOException">The journal could not be written; nothing is committed.</exception>
    public void Commit(string group, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> offsets)
    {
        lock (_gate)
        {
            var batch = new JournalBatch();
            foreach (var (partition, offset) in offsets)
            {
                batch.Put(CommittedKey(group, partition), w => Write(w, -1, group, partition, offset));
            }

            _journal.Append(batch);
            var committed = Committed_NeedsLock(group);
            foreach (var (partition, offset) in offsets)
            {
                committed[partition] = offset;
            }
        }
    }

    /// <summary>Keeps offsets until their producer's transaction ends.</summary>
    public void AddPending(long producerId, string group, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> offsets)
    {
        lock (_gate)
        {
            var batch = new JournalBatch();
            foreach (var (partition, offset) in offsets)
            {
                batch.Put(PendingKey(producerId, group, partition), w => Write(w, producerId, group, partition, offset));
            }

            _journal.Append(batch);
            var pending = Pending_NeedsLock(producerId);
            foreach (var (partition, offset) in offsets)
            {
                pending[(group, partition)] = offset;
            }
        }
    }

    /// <summary>Adds to a decision what it does to offsets; <see cref="ApplyEnd"/> follows once the decision is written.</summary>
    public void DescribeEnd(long producerId, bool commit, JournalBatch batch)
    {
        lock (_gate)
        {
            foreach (var ((group, partition), offset) in Pending_NeedsLock(producerId))
            {
                batch.Delete(PendingKey(producerId, group, partition));
                if (commit)
                {
                    batch.Put(CommittedKey(group, partition), w => Write(w, -1, group, partition, offset));
                }
            }
        }
    }

    public void ApplyEnd(long producerId, bool commit)
    {
        lock (_gate)
        {
            if (!_pending.Remove(producerId, out var pending) || !commit)
            {
                return;
            }

            foreach (var ((group, partition), offset) in pending)
            {
                Committed_NeedsLock(group)[partition] = offset;
            }
        }
    }

    public CommittedOffset? Find(string group, TopicPartition partition)
    {
        lock (_gate)
        {
            return _committed.TryGetValue(group, out var offsets) && offsets.TryGetValue(partition, out var offset) ? offset : null;
        }
    }

    /// <summary>Whether an open transaction may still change a group's offset.</summary>
    public bool IsUnstable(string group, TopicPartition partition)
    {
        lock (_gate)
        {
            return _pending.Values.Any(p => p.ContainsKey((group, partition)));
        }
    }

    public IReadOnlyList<TopicPartition> Partitions(string group)
    {
        lock (_gate)
        {
            return _committed.TryGetValue(group, out var offsets) ? [.. offsets.Keys] : [];
        }
    }

    public void Delete(string group, IReadOnlyList<TopicPartition> partitions)
    {
        lock (_gate)
        {
            var batch = new JournalBatch();
            foreach (var partition in partitions)
            {
                batch.Delete(CommittedKey(group, partition));
            }

            _journal.Append(batch);
            var committed = Committed_NeedsLock(group);
            foreach (var partition in partitions)
            {
                committed.Remove(partition);
            }
        }
    }

    /// <summary>Forgets a topic's offsets in every group, as the topic's deletion does.</summary>
    public void DeleteTopic(string topic)
    {
        foreach (var group in Groups)
        {
            var gone = Partitions(group).Where(p => p.Topic == topic).ToList();
            if (gone.Count > 0)
            {
                Delete(group, gone);
            }
        }
    }

    private static string CommittedKey(string group, TopicPartition partition) => $"{CommittedPrefix}{group}\0{partition.Topic}\0{partition.Partition}";

    private static string PendingKey(long producerId, string group, TopicPartition partition) =>
        $"{PendingPrefix}{producerId}\0{group}\0{partition.Topic}\0{partition.Partition}";

    private static void Write(WireWriter writer, long producerId, string group, TopicPartition partition, CommittedOffset offset)
    {
        writer.Int64(producerId);
        writer.String(group);
        writer.String(partition.Topic);
        writer.Int32(partition.Partition);
        writer.Int64(offset.Offset);
        writer.Int32(offset.LeaderEpoch);
        writer.String(offset.Metadata);
    }

    private static (long ProducerId, string Group, TopicPartition Partition, CommittedOffset Offset) Read(WireReader reader) => (
        reader.Int64(),
        reader.String(),
        new TopicPartition(reader.String(), reader.Int32()),
        new CommittedOffset(reader.Int64(), reader.Int32(), reader.NullableString()));

    private Dictionary<TopicPartition, CommittedOffset> Committed_NeedsLock(string group)
    {
        if (!_committed.TryGetValue(group, out var offsets))
        {
            _committed[group] = offsets = [];
        }

        return offsets;
    }

    private Dictionary<(string Group, TopicPartition Partition), CommittedOffset> Pending_NeedsLock(long producerId)
    {
        if (!_pending.TryGetValue(producerId, out var pending))
        {
            _pending[producerId] = pending = [];
        }

        return pending;
    }
}
