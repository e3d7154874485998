using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class JoinGroupHandler(GroupCoordinator groups) : IApiHandler
{
    private const int LongestSessionMs = 1_800_000;

    public ApiKey Key => ApiKey.JoinGroup;

    public async ValueTask HandleAsync(RequestContext context)
    {
        var group = context.Reader.String();
        var request = Read(context);
        var error = Check(group, request, context.Forced);
        var result = error == ErrorCode.None
            ? await groups.GetOrCreate(group).JoinAsync(request).WaitAsync(context.Closed).ConfigureAwait(false)
            : JoinResult.Failed(error, request.MemberId);
        Write(context.Writer, context.Version, result);
    }

    private static ErrorCode Check(string group, JoinRequest request, ErrorCode forced)
    {
        if (forced != ErrorCode.None)
        {
            return forced;
        }

        if (group.Length == 0)
        {
            return ErrorCode.InvalidGroupId;
        }

        return request.SessionTimeout.TotalMilliseconds is <= 0 or > LongestSessionMs ? ErrorCode.InvalidSessionTimeout : ErrorCode.None;
    }

    private static JoinRequest Read(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var session = reader.Int32();
        var rebalance = version >= 1 ? reader.Int32() : session;
        var memberId = reader.String();
        var instance = version >= 5 ? reader.NullableString() : null;
        var protocolType = reader.String();
        var protocols = new GroupProtocol[reader.ArrayLength()];
        for (var i = 0; i < protocols.Length; i++)
        {
            protocols[i] = new GroupProtocol(reader.String(), reader.Bytes());
            reader.Tags();
        }

        return new JoinRequest
        {
            MemberId = memberId,
            InstanceId = instance,
            ClientId = context.ClientId,
            ClientHost = "/" + context.RemoteHost,
            SessionTimeout = TimeSpan.FromMilliseconds(session),
            RebalanceTimeout = TimeSpan.FromMilliseconds(rebalance),
            ProtocolType = protocolType,
            Protocols = protocols,
            NeedsKnownId = version >= 4,
        };
    }

    private static void Write(WireWriter writer, short version, JoinResult result)
    {
        if (version >= 2)
        {
            writer.Int32(0);
        }

        writer.Error(result.Error);
        writer.Int32(result.Generation);
        if (version >= 7)
        {
            writer.String(result.ProtocolType);
        }

        writer.String(version >= 7 ? result.Protocol : result.Protocol ?? "");
        writer.String(result.Leader);
        writer.String(result.MemberId);
        writer.Array(result.Members.Count);
        foreach (var member in result.Members)
        {
            writer.String(member.Id);
            if (version >= 5)
            {
                writer.String(member.InstanceId);
            }

            writer.Bytes(member.Metadata);
            writer.Tags();
        }

        writer.Tags();
    }
}
