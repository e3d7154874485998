using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>What a client asks when it joins.</summary>
internal sealed record JoinRequest
{
    public required string MemberId { get; init; }

    public string? InstanceId { get; init; }

    public required string ClientId { get; init; }

    public required string ClientHost { get; init; }

    public required TimeSpan SessionTimeout { get; init; }

    public required TimeSpan RebalanceTimeout { get; init; }

    public string ProtocolType { get; init; } = "";

    public required IReadOnlyList<GroupProtocol> Protocols { get; init; }

    /// <summary>Whether a new member must first fetch its id, so that an abandoned join leaves no ghost behind (version 4 and later).</summary>
    public bool NeedsKnownId { get; init; }
}

/// <summary>A member as the leader sees it.</summary>
internal readonly record struct JoinedMember(string Id, string? InstanceId, byte[] Metadata);

/// <summary>What a joining member learns; the members only when it is the leader.</summary>
internal sealed record JoinResult(
    ErrorCode Error, string MemberId, int Generation, string? ProtocolType, string? Protocol, string Leader, IReadOnlyList<JoinedMember> Members)
{
    public static JoinResult Failed(ErrorCode error, string memberId) => new(error, memberId, -1, null, null, "", []);
}

/// <summary>What a request says of its sender.</summary>
internal readonly record struct MemberIdentity(string MemberId, string? InstanceId, int Generation);

/// <summary>A member's share.</summary>
internal sealed record SyncResult(ErrorCode Error, string? ProtocolType, string? Protocol, byte[] Assignment)
{
    public static SyncResult Failed(ErrorCode error) => new(error, null, null, []);
}

/// <summary>Where a group stands. The names are those the protocol's descriptions use.</summary>
internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
}

/// <summary>A group as an administrator sees it.</summary>
internal sealed record GroupDescription(GroupState State, string ProtocolType, string? Protocol, IReadOnlyList<DescribedMember> Members);

/// <summary>A member as an administrator sees it.</summary>
internal sealed record DescribedMember(string Id, string? InstanceId, string ClientId, string ClientHost, byte[] Metadata, byte[] Assignment);
