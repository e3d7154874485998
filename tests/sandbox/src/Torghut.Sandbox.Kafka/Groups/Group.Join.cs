using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

internal sealed partial class Group
{
    public Task<JoinResult> JoinAsync(JoinRequest request)
    {
        lock (_gate)
        {
            if (_state == GroupState.Dead)
            {
                return Refuse(ErrorCode.CoordinatorNotAvailable, request);
            }

            if (!IsCompatible_NeedsLock(request))
            {
                return Refuse(ErrorCode.InconsistentGroupProtocol, request);
            }

            if (request.MemberId.Length > 0)
            {
                return JoinKnown_NeedsLock(request);
            }

            return request.InstanceId is { } instance && _instances.TryGetValue(instance, out var old)
                ? ReplaceStatic_NeedsLock(request, instance, old)
                : JoinNew_NeedsLock(request);
        }
    }

    private static Task<JoinResult> Refuse(ErrorCode error, JoinRequest request) => Task.FromResult(JoinResult.Failed(error, request.MemberId));

    private bool IsCompatible_NeedsLock(JoinRequest request)
    {
        if (request.Protocols.Count == 0 || request.ProtocolType.Length == 0)
        {
            return false;
        }

        var others = _members.Values.Where(m => m.Id != request.MemberId && (request.InstanceId is null || m.InstanceId != request.InstanceId)).ToList();
        return others.Count == 0
            || (request.ProtocolType == _protocolType && request.Protocols.Any(p => others.TrueForAll(m => m.Protocols.Any(o => o.Name == p.Name))));
    }

    private Task<JoinResult> JoinNew_NeedsLock(JoinRequest request)
    {
        var id = $"{request.InstanceId ?? request.ClientId}-{Guid.NewGuid()}";
        if (!request.NeedsKnownId || request.InstanceId is not null)
        {
            return Admit_NeedsLock(id, request);
        }

        _expected[id] = time.GetUtcNow() + request.SessionTimeout;
        return Task.FromResult(JoinResult.Failed(ErrorCode.MemberIdRequired, id));
    }

    private Task<JoinResult> Admit_NeedsLock(string id, JoinRequest request)
    {
        var member = new GroupMember(id, request);
        _members[id] = member;
        if (request.InstanceId is { } instance)
        {
            _instances[instance] = id;
        }

        _leader ??= id;
        if (_members.Count == 1)
        {
            _protocolType = request.ProtocolType;
        }

        return Await_NeedsLock(member);
    }

    private Task<JoinResult> JoinKnown_NeedsLock(JoinRequest request)
    {
        if (_expected.Remove(request.MemberId))
        {
            return Admit_NeedsLock(request.MemberId, request);
        }

        if (request.InstanceId is { } instance)
        {
            if (!_instances.TryGetValue(instance, out var current))
            {
                return Refuse(ErrorCode.UnknownMemberId, request);
            }

            if (current != request.MemberId)
            {
                return Refuse(ErrorCode.FencedInstanceId, request);
            }
        }

        if (!_members.TryGetValue(request.MemberId, out var member))
        {
            return Refuse(ErrorCode.UnknownMemberId, request);
        }

        var unchanged = member.Offers(request.Protocols);
        member.LastSeen = time.GetUtcNow();
        switch (_state)
        {
            case GroupState.CompletingRebalance when unchanged:
            case GroupState.Stable when unchanged && member.Id != _leader:
                return Task.FromResult(ResultFor_NeedsLock(member));
            default:
                member.Update(request);
                return Await_NeedsLock(member);
        }
    }

    /// <summary>
    /// A static member came back under a new id: the old one is fenced. In a stable group an unchanged subscription needs no
    /// rebalance, and the member finds its share waiting.
    /// </summary>
    private Task<JoinResult> ReplaceStatic_NeedsLock(JoinRequest request, string instance, string oldId)
    {
        _members.Remove(oldId, out var old);
        old!.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.FencedInstanceId, oldId));
        old.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.FencedInstanceId));
        var member = new GroupMember($"{instance}-{Guid.NewGuid()}", request) { Assignment = old.Assignment, LastSeen = time.GetUtcNow() };
        _members[member.Id] = member;
        _instances[instance] = member.Id;
        var oldLeader = _leader;
        if (_leader == oldId)
        {
            _leader = member.Id;
        }

        if (_state != GroupState.Stable || !old.Offers(request.Protocols))
        {
            return Await_NeedsLock(member);
        }

        save(this);

        // Naming the leader of before keeps a returning leader from dividing anew.
        return Task.FromResult(new JoinResult(ErrorCode.None, member.Id, _generation, _protocolType, _protocol, oldLeader ?? "", []));
    }

    private Task<JoinResult> Await_NeedsLock(GroupMember member)
    {
        member.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.RebalanceInProgress, member.Id));
        member.Joining = new TaskCompletionSource<JoinResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        member.LastSeen = time.GetUtcNow();
        var joining = member.Joining.Task;
        if (_state == GroupState.PreparingRebalance)
        {
            CompleteJoin_NeedsLock();
        }
        else
        {
            Prepare_NeedsLock();
        }

        return joining;
    }

    private void Prepare_NeedsLock()
    {
        var now = time.GetUtcNow();
        foreach (var member in _members.Values)
        {
            member.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.RebalanceInProgress));
            member.Syncing = null;
        }

        _notBefore = _state == GroupState.Empty ? now + initialDelay : now;
        _deadline = now + LongestRebalance_NeedsLock();
        _state = GroupState.PreparingRebalance;
        CompleteJoin_NeedsLock();
    }

    private TimeSpan LongestRebalance_NeedsLock() => _members.Count == 0 ? TimeSpan.Zero : _members.Values.Max(m => m.RebalanceTimeout);

    /// <summary>Ends the joining phase once all are in, or the time is up.</summary>
    private void CompleteJoin_NeedsLock()
    {
        if (_state != GroupState.PreparingRebalance)
        {
            return;
        }

        var now = time.GetUtcNow();
        var allIn = _expected.Count == 0 && _members.Values.All(m => m.Joining is not null);
        if ((!allIn && now < _deadline) || (now < _notBefore && _members.Count > 0))
        {
            return;
        }

        foreach (var late in _members.Values.Where(m => m.Joining is null && m.InstanceId is null).ToList())
        {
            _members.Remove(late.Id);
            BrokerEvents.MemberRemoved(logger, Id, late.Id, "did not rejoin in time");
        }

        if (_members.Count > 0 && _members.Values.All(m => m.Joining is null))
        {
            // Only static members that are away: nobody could lead. Their sessions decide.
            _deadline = now + LongestRebalance_NeedsLock();
            return;
        }

        Begin_NeedsLock(now);
    }

    private void Begin_NeedsLock(DateTimeOffset now)
    {
        _generation = _generation == int.MaxValue ? 1 : _generation + 1;
        if (_members.Count == 0)
        {
            (_state, _protocol, _leader) = (GroupState.Empty, null, null);
            save(this);
            return;
        }

        if (_leader is null || !_members.TryGetValue(_leader, out var leader) || leader.Joining is null)
        {
            _leader = _members.Values.First(m => m.Joining is not null).Id;
        }

        _protocol = Vote_NeedsLock();
        _state = GroupState.CompletingRebalance;
        _deadline = now + LongestRebalance_NeedsLock();
        BrokerEvents.Rebalanced(logger, Id, _generation, _members.Count, _protocol);
        foreach (var member in _members.Values)
        {
            member.Assignment = [];
            member.LastSeen = now;
            member.Joining?.TrySetResult(ResultFor_NeedsLock(member));
            member.Joining = null;
        }
    }

    /// <summary>Of the protocols all members know, the one most of them like best.</summary>
    private string Vote_NeedsLock()
    {
        var common = _members.Values
            .Select(m => m.Protocols.Select(p => p.Name))
            .Aggregate((all, next) => all.Intersect(next))
            .ToHashSet(StringComparer.Ordinal);
        return _members.Values
            .Select(m => m.Protocols.First(p => common.Contains(p.Name)).Name)
            .CountBy(name => name)
            .MaxBy(votes => votes.Value).Key;
    }

    private JoinResult ResultFor_NeedsLock(GroupMember member)
    {
        var members = member.Id == _leader
            ? _members.Values.Select(m => new JoinedMember(m.Id, m.InstanceId, m.MetadataFor(_protocol))).ToList()
            : [];
        return new JoinResult(ErrorCode.None, member.Id, _generation, _protocolType, _protocol, _leader ?? "", members);
    }
}
