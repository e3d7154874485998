using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>What a joining member learns; the members only when it is the leader.</summary>
internal sealed record JoinResult(
    ErrorCode Error, string MemberId, int Generation, string? ProtocolType, string? Protocol, string Leader, IReadOnlyList<JoinedMember> Members)
{
    public static JoinResult Failed(ErrorCode error, string memberId) => new(error, memberId, -1, null, null, "", []);
}
