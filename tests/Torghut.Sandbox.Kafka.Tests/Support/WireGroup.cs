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
        var answer = client.Receive();
        answer.Int32();
        var (error, generation, protocol, leader, member) = ((ErrorCode)answer.Int16(), answer.Int32(), answer.String(), answer.String(), answer.String());
        var members = new JoinedMember[answer.ArrayLength()];
        for (var i = 0; i < members.Length; i++)
            members[i] = new JoinedMember(answer.String(), answer.NullableString(), answer.Bytes());
        return new JoinResult(error, member, generation, null, protocol, leader, members);
    }

    public static (ErrorCode Error, byte[] Share) Sync(this WireClient client, string group, JoinResult joined, string? instance = null, params string[] others)
    {
        var answer = client.Call(ApiKey.SyncGroup, 3, w =>
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
        answer.Int32();
        return ((ErrorCode)answer.Int16(), answer.Bytes());
    }

    public static ErrorCode Heartbeat(this WireClient client, string group, JoinResult joined, string? instance = null)
    {
        var answer = client.Call(ApiKey.Heartbeat, 3, w =>
        {
            w.String(group);
            w.Int32(joined.Generation);
            w.String(joined.MemberId);
            w.String(instance);
        });
        answer.Int32();
        return (ErrorCode)answer.Int16();
    }

    public static ErrorCode Leave(this WireClient client, string group, string memberId)
    {
        var answer = client.Call(ApiKey.LeaveGroup, 1, w =>
        {
            w.String(group);
            w.String(memberId);
        });
        answer.Int32();
        return (ErrorCode)answer.Int16();
    }

    public static ErrorCode Commit(this WireClient client, string group, string topic, long offset, string memberId = "", int generation = -1)
    {
        var answer = client.Call(ApiKey.OffsetCommit, 2, w =>
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
        answer.ArrayLength();
        answer.String();
        answer.ArrayLength();
        answer.Int32();
        return (ErrorCode)answer.Int16();
    }
}
