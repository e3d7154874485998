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

/// <summary>What a request says of its sender.</summary>
internal readonly record struct MemberIdentity(string MemberId, string? InstanceId, int Generation);

/// <summary>A group as an administrator sees it.</summary>
internal sealed record GroupDescription(GroupState State, string ProtocolType, string? Protocol, IReadOnlyList<DescribedMember> Members);

/// <summary>A member as an administrator sees it.</summary>
internal sealed record DescribedMember(string Id, string? InstanceId, string ClientId, string ClientHost, byte[] Metadata, byte[] Assignment);
