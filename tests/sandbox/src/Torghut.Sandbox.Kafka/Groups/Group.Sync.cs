using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

internal sealed partial class Group
{
    public Task<SyncResult> SyncAsync(
        MemberIdentity sender, string? protocolType, string? protocol, IReadOnlyDictionary<string, byte[]> assignments)
    {
        lock (_gate)
        {
            var error = Check_NeedsLock(sender, out var member);
            if (error == ErrorCode.None && ((protocolType ?? _protocolType) != _protocolType || (protocol ?? _protocol) != _protocol))
            {
                error = ErrorCode.InconsistentGroupProtocol;
            }

            if (error != ErrorCode.None)
            {
                return Task.FromResult(SyncResult.Failed(error));
            }

            member!.LastSeen = time.GetUtcNow();
            return _state switch
            {
                GroupState.Stable => Task.FromResult(ShareOf_NeedsLock(member)),
                GroupState.CompletingRebalance => AwaitShare_NeedsLock(member, assignments),
                _ => Task.FromResult(SyncResult.Failed(ErrorCode.RebalanceInProgress)),
            };
        }
    }

    /// <summary>Removes those not heard of and moves on phases whose time is up.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            foreach (var (id, until) in _expected.ToList())
            {
                if (now > until)
                {
                    _expected.Remove(id);
                }
            }

            foreach (var member in _members.Values.Where(m => !m.IsWaiting && now - m.LastSeen > m.SessionTimeout).ToList())
            {
                Remove_NeedsLock(member.Id, "session timed out");
            }

            if (_state == GroupState.CompletingRebalance && now >= _deadline)
            {
                RemoveUnsynced_NeedsLock();
            }

            CompleteJoin_NeedsLock();
        }
    }

    private Task<SyncResult> AwaitShare_NeedsLock(GroupMember member, IReadOnlyDictionary<string, byte[]> assignments)
    {
        member.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.RebalanceInProgress));
        member.Syncing = new TaskCompletionSource<SyncResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var syncing = member.Syncing.Task;
        if (member.Id == _leader)
        {
            Share_NeedsLock(assignments);
        }

        return syncing;
    }

    private void Share_NeedsLock(IReadOnlyDictionary<string, byte[]> assignments)
    {
        foreach (var member in _members.Values)
        {
            member.Assignment = assignments.GetValueOrDefault(member.Id, []);
        }

        _state = GroupState.Stable;
        save(this);
        var now = time.GetUtcNow();
        foreach (var member in _members.Values)
        {
            member.LastSeen = now;
            member.Syncing?.TrySetResult(ShareOf_NeedsLock(member));
            member.Syncing = null;
        }
    }

    private SyncResult ShareOf_NeedsLock(GroupMember member) => new(ErrorCode.None, _protocolType, _protocol, member.Assignment);

    private void RemoveUnsynced_NeedsLock()
    {
        foreach (var late in _members.Values.Where(m => m.Syncing is null && m.InstanceId is null).ToList())
        {
            Remove_NeedsLock(late.Id, "did not sync in time");
        }
    }
}
