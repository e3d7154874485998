using System.Collections.Concurrent;
using Torghut.Sandbox.Kafka.Journal;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>All groups, and who may commit offsets for them.</summary>
internal sealed class GroupCoordinator
{
    private readonly ConcurrentDictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly CoordinatorJournal _journal;
    private readonly LogContext _context;
    private readonly KafkaBrokerOptions _options;
    private DateTimeOffset _awayUntil = DateTimeOffset.MinValue;

    public GroupCoordinator(CoordinatorJournal journal, OffsetStore offsets, LogContext context, KafkaBrokerOptions options)
    {
        _journal = journal;
        _context = context;
        _options = options;
        Offsets = offsets;
        Load();
    }

    public OffsetStore Offsets { get; }

    /// <summary>Whether the fault panel has taken the coordinator away.</summary>
    public bool IsAway => _context.Time.GetUtcNow() < _awayUntil;

    public IReadOnlyList<Group> All => [.. _groups.Values.OrderBy(g => g.Id, StringComparer.Ordinal)];

    public Group GetOrCreate(string id) => _groups.GetOrAdd(id, NewGroup);

    public Group? Find(string id) => _groups.GetValueOrDefault(id) ?? (Offsets.Has(id) ? GetOrCreate(id) : null);

    public ErrorCode Commit(string id, MemberIdentity sender, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> offsets) =>
        Write(id, sender, isTransactional: false, () => Offsets.Commit(id, offsets));

    public ErrorCode AddPending(
        string id, MemberIdentity sender, long producerId, IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> offsets) =>
        Write(id, sender, isTransactional: true, () => Offsets.AddPending(producerId, id, offsets));

    public ErrorCode Delete(string id)
    {
        if (Find(id) is not { } group)
        {
            return ErrorCode.GroupIdNotFound;
        }

        if (!group.TryClose())
        {
            return ErrorCode.NonEmptyGroup;
        }

        Offsets.Delete(id, Offsets.Partitions(id));
        var batch = new JournalBatch();
        batch.Delete(group.Key);
        _journal.Append(batch);
        _groups.TryRemove(id, out _);
        return ErrorCode.None;
    }

    public void Tick()
    {
        foreach (var group in _groups.Values)
        {
            group.Tick();
        }
    }

    /// <summary>Loses all that is only in memory and stays away for a time, then starts from the journal.</summary>
    public void Kill(TimeSpan duration)
    {
        _awayUntil = _context.Time.GetUtcNow() + duration;
        foreach (var group in _groups.Values)
        {
            group.Abandon(ErrorCode.NotCoordinator);
        }

        _groups.Clear();
        Load();
    }

    public void Shutdown()
    {
        foreach (var group in _groups.Values)
        {
            group.Abandon(ErrorCode.NotCoordinator);
        }
    }

    private Group NewGroup(string id) => new(id, _context.Time, _options.InitialRebalanceDelay, Save, _context.Logger);

    private void Load()
    {
        var reader = new WireReader();
        foreach (var value in _journal.Values(Group.KeyPrefix))
        {
            reader.Reset(value, 0, value.Length);
            GetOrCreate(reader.String()).Restore(reader);
        }
    }

    private ErrorCode Write(string id, MemberIdentity sender, bool isTransactional, Action write)
    {
        var group = sender.Generation >= 0 ? Find(id) : GetOrCreate(id);
        if (group is null)
        {
            return ErrorCode.IllegalGeneration;
        }

        var error = group.CheckCommit(sender, isTransactional);
        if (error != ErrorCode.None)
        {
            return error;
        }

        try
        {
            write();
            return ErrorCode.None;
        }
        catch (IOException e)
        {
            BrokerEvents.JournalFailed(_context.Logger, e);
            return ErrorCode.CoordinatorNotAvailable;
        }
    }

    /// <summary>Membership that could not be noted only costs a rebalance after a crash.</summary>
    private void Save(Group group)
    {
        try
        {
            var batch = new JournalBatch();
            batch.Put(group.Key, group.Write);
            _journal.Append(batch);
        }
        catch (IOException e)
        {
            BrokerEvents.JournalFailed(_context.Logger, e);
        }
    }
}
