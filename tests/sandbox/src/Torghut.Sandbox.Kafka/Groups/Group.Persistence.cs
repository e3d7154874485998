using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

internal sealed partial class Group
{
    public const string KeyPrefix = "group/";

    public string Key => KeyPrefix + Id;

    /// <summary>Called by <c>save</c>, under the group's lock.</summary>
    public void Write(WireWriter writer)
    {
        writer.String(Id);
        writer.Int32(_generation);
        writer.String(_protocolType);
        writer.String(_protocol);
        writer.String(_leader);
        writer.Array(_members.Count);
        foreach (var member in _members.Values)
        {
            member.Write(writer);
        }
    }

    /// <summary>Takes up a group where the journal left it: members go on as if the broker had only been slow.</summary>
    public void Restore(WireReader reader)
    {
        lock (_gate)
        {
            _generation = reader.Int32();
            _protocolType = reader.String();
            _protocol = reader.NullableString();
            _leader = reader.NullableString();
            var now = time.GetUtcNow();
            for (var count = reader.ArrayLength(); count > 0; count--)
            {
                var member = GroupMember.Read(reader);
                member.LastSeen = now;
                _members[member.Id] = member;
                if (member.InstanceId is { } instance)
                {
                    _instances[instance] = member.Id;
                }
            }

            _state = _members.Count == 0 ? GroupState.Empty : GroupState.Stable;
        }
    }

    /// <summary>Ends every wait with an error, as the loss of the coordinator does.</summary>
    public void Abandon(ErrorCode error)
    {
        lock (_gate)
        {
            _state = GroupState.Dead;
            foreach (var member in _members.Values)
            {
                member.Joining?.TrySetResult(JoinResult.Failed(error, member.Id));
                member.Syncing?.TrySetResult(SyncResult.Failed(error));
            }
        }
    }
}
