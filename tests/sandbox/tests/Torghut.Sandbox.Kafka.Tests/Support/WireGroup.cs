using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Tests.Support;

/// <summary>A group member's requests, one by one.</summary>
internal static class WireGroup
{
    public const int SessionMs = 6_000;

    /// <summary>Joins as a client does: an id asked for is taken up at once.</summary>
    public static JoinResult Join(this WireClient client, string group, string memberId = "", string? instance = null, int sessionMs = SessionMs)
    {
        var joined = client.JoinOnce(group, memberId, instance, sessionMs);
        return joined.Error == ErrorCode.MemberIdRequired ? client.JoinOnce(group, joined.MemberId, instance, sessionMs) : joined;
    }

    public static JoinResult JoinOnce(this WireClient client, string group, string memberId = "", string? instance = null, int sessionMs = SessionMs)
    {
        client.SendJoin(group, memberId, instance, sessionMs);
        return client.ReceiveJoin();
    }

    public static void SendJoin(this WireClient client, string group, string memberId, string? instance = null, int sessionMs = SessionMs) =>
        client.Send(ApiKey.JoinGroup, 5, w =>
        {
            w.String(group);
            w.Int32(sessionMs);
            w.Int32(sessionMs);
            w.String(memberId);
            w.String(instance);
            w.String("consumer");
            w.Array(1);
            w.String("range");
            w.Bytes([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        });

    public static JoinResult ReceiveJoin(this WireClient client)
    {
        var response = client.Receive();
        response.Int32();
        var (error, generation, protocol, leader, member) =
            ((ErrorCode)response.Int16(), response.Int32(), response.String(), response.String(), response.String());
        var members = new JoinedMember[response.ArrayLength()];
        for (var i = 0; i < members.Length; i++)
        {
            members[i] = new JoinedMember(response.String(), response.NullableString(), response.Bytes());
        }

        return new JoinResult(error, member, generation, null, protocol, leader, members);
    }

    public static (ErrorCode Error, byte[] Share) Sync(this WireClient client, string group, JoinResult joined, string? instance = null, params string[] others)
    {
        var response = client.Call(ApiKey.SyncGroup, 3, w =>
        {
            w.String(group);
            w.Int32(joined.Generation);
            w.String(joined.MemberId);
            w.String(instance);
            var shared = joined.Leader == joined.MemberId ? others.Prepend(joined.MemberId).ToList() : [];
            w.Array(shared.Count);
            foreach (var member in shared)
            {
                w.String(member);
                w.Bytes("share"u8);
            }
        });
        response.Int32();
        return ((ErrorCode)response.Int16(), response.Bytes());
    }

    public static ErrorCode Heartbeat(this WireClient client, string group, JoinResult joined, string? instance = null)
    {
        var response = client.Call(ApiKey.Heartbeat, 3, w =>
        {
            w.String(group);
            w.Int32(joined.Generation);
            w.String(joined.MemberId);
            w.String(instance);
        });
        response.Int32();
        return (ErrorCode)response.Int16();
    }

    public static ErrorCode Leave(this WireClient client, string group, string memberId)
    {
        var response = client.Call(ApiKey.LeaveGroup, 1, w =>
        {
            w.String(group);
            w.String(memberId);
        });
        response.Int32();
        return (ErrorCode)response.Int16();
    }

    public static ErrorCode Commit(this WireClient client, string group, string topic, long offset, string memberId = "", int generation = -1)
    {
        var response = client.Call(ApiKey.OffsetCommit, 2, w =>
        {
            w.String(group);
            w.Int32(generation);
            w.String(memberId);
            w.Int64(-1);
            w.Array(1);
            w.String(topic);
            w.Array(1);
            w.Int32(0);
            w.Int64(offset);
            w.String("meta");
        });
        response.ArrayLength();
        response.String();
        response.ArrayLength();
        response.Int32();
        return (ErrorCode)response.Int16();
    }
}
