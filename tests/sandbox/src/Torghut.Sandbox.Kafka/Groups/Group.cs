using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>
/// A group of the classic protocol: members join, one of them divides the partitions, all learn their share. Cooperative rebalancing
/// is the clients' affair; the broker only carries their metadata.
/// </summary>
internal sealed partial class Group(string id, TimeProvider time, TimeSpan initialDelay, Action<Group> save, ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, GroupMember> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _instances = new(StringComparer.Ordinal);

    /// <summary>Ids handed out to clients that have yet to join with them, with the time they are good until.</summary>
    private readonly Dictionary<string, DateTimeOffset> _expected = new(StringComparer.Ordinal);

    private GroupState _state = GroupState.Empty;
    private int _generation;
    private string _protocolType = "";
    private string? _protocol;
    private string? _leader;

    /// <summary>A rebalance that began in an empty group does not end before this, so that members starting together share one.</summary>
    private DateTimeOffset _notBefore;

    /// <summary>When the current phase goes on without those who are late.</summary>
    private DateTimeOffset _deadline;

    public string Id { get; } = id;

    public GroupDescription Describe()
    {
        lock (_gate)
        {
            var members = _members.Values.Select(m => new DescribedMember(
                m.Id, m.InstanceId, m.ClientId, m.ClientHost, m.MetadataFor(_protocol), m.Assignment));
            return new GroupDescription(_state, _protocolType, _protocol, [.. members]);
        }
    }

    public ErrorCode Heartbeat(MemberIdentity sender)
    {
        lock (_gate)
        {
            var error = Check_NeedsLock(sender, out var member);
            if (error != ErrorCode.None)
            {
                return error;
            }

            member!.LastSeen = time.GetUtcNow();
            return _state == GroupState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    /// <summary>Removes one member, by its id or by its instance's name.</summary>
    public ErrorCode Leave(string memberId, string? instanceId)
    {
        lock (_gate)
        {
            if (_expected.Remove(memberId))
            {
                CompleteJoin_NeedsLock();
                return ErrorCode.None;
            }

            if (instanceId is not null && memberId.Length == 0)
            {
                memberId = _instances.GetValueOrDefault(instanceId, "");
            }
            else if (instanceId is not null && _instances.TryGetValue(instanceId, out var current) && current != memberId)
            {
                return ErrorCode.FencedInstanceId;
            }

            if (!_members.ContainsKey(memberId))
            {
                return ErrorCode.UnknownMemberId;
            }

            Remove_NeedsLock(memberId, "left");
            return ErrorCode.None;
        }
    }

    /// <summary>Whether a commit of offsets from this sender is to be accepted.</summary>
    public ErrorCode CheckCommit(MemberIdentity sender, bool isTransactional)
    {
        lock (_gate)
        {
            // A client that assigns partitions itself has no generation; it may use a group no one else is in.
            var isOutsider = sender is { Generation: < 0, MemberId: "", InstanceId: null };
            if (isOutsider && (isTransactional || _members.Count == 0))
            {
                return ErrorCode.None;
            }

            if (_members.Count == 0 && sender.Generation < 0)
            {
                return ErrorCode.None;
            }

            var error = Check_NeedsLock(sender, out var member);
            if (error != ErrorCode.None)
            {
                return error;
            }

            member!.LastSeen = time.GetUtcNow();
            return _state == GroupState.CompletingRebalance && !isTransactional ? ErrorCode.RebalanceInProgress : ErrorCode.None;
        }
    }

    /// <summary>Whether an empty group was closed, after which it takes no one in.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            if (_members.Count > 0 || _expected.Count > 0)
            {
                return false;
            }

            _state = GroupState.Dead;
            return true;
        }
    }

    /// <summary>Whether any member's subscription names a topic; the metadata is the consumer protocol's.</summary>
    public bool IsSubscribedTo(string topic)
    {
        lock (_gate)
        {
            return _members.Values.Any(m => ConsumerSubscription.Topics(m.MetadataFor(_protocol)).Contains(topic));
        }
    }

    private ErrorCode Check_NeedsLock(MemberIdentity sender, out GroupMember? member)
    {
        member = null;
        if (_state == GroupState.Dead)
        {
            return ErrorCode.CoordinatorNotAvailable;
        }

        if (sender.InstanceId is { } instance)
        {
            if (!_instances.TryGetValue(instance, out var current))
            {
                return ErrorCode.UnknownMemberId;
            }

            if (current != sender.MemberId)
            {
                return ErrorCode.FencedInstanceId;
            }
        }

        if (!_members.TryGetValue(sender.MemberId, out member))
        {
            return ErrorCode.UnknownMemberId;
        }

        return sender.Generation == _generation ? ErrorCode.None : ErrorCode.IllegalGeneration;
    }

    private void Remove_NeedsLock(string memberId, string reason)
    {
        if (!_members.Remove(memberId, out var member))
        {
            return;
        }

        BrokerEvents.MemberRemoved(logger, Id, memberId, reason);
        if (member.InstanceId is { } instance && _instances.GetValueOrDefault(instance) == memberId)
        {
            _instances.Remove(instance);
        }

        member.Joining?.TrySetResult(JoinResult.Failed(ErrorCode.UnknownMemberId, memberId));
        member.Syncing?.TrySetResult(SyncResult.Failed(ErrorCode.UnknownMemberId));
        if (_leader == memberId)
        {
            _leader = _members.Keys.FirstOrDefault();
        }

        if (_state is GroupState.Stable or GroupState.CompletingRebalance)
        {
            Prepare_NeedsLock();
        }
        else
        {
            CompleteJoin_NeedsLock();
        }
    }
}
