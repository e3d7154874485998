using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Groups;

/// <summary>A member's share.</summary>
internal sealed record SyncResult(ErrorCode Error, string? ProtocolType, string? Protocol, byte[] Assignment)
{
    public static SyncResult Failed(ErrorCode error) => new(error, null, null, []);
}
