using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class SyncGroupHandler(GroupCoordinator groups) : IApiHandler
{
    public ApiKey Key => ApiKey.SyncGroup;

    public async ValueTask HandleAsync(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var group = groups.Find(reader.String());
        var generation = reader.Int32();
        var memberId = reader.String();
        var instance = version >= 3 ? reader.NullableString() : null;
        var protocolType = version >= 5 ? reader.NullableString() : null;
        var protocol = version >= 5 ? reader.NullableString() : null;
        var assignments = ReadAssignments(reader);
        var result = (context.Forced, group) switch
        {
            (not ErrorCode.None, _) => SyncResult.Failed(context.Forced),
            (_, null) => SyncResult.Failed(ErrorCode.UnknownMemberId),
            _ => await group.SyncAsync(new MemberIdentity(memberId, instance, generation), protocolType, protocol, assignments)
                .WaitAsync(context.Closed).ConfigureAwait(false),
        };
        if (version >= 1)
        {
            writer.Int32(0);
        }

        writer.Error(result.Error);
        if (version >= 5)
        {
            writer.String(result.ProtocolType);
            writer.String(result.Protocol);
        }

        writer.Bytes(result.Assignment);
        writer.Tags();
    }

    private static Dictionary<string, byte[]> ReadAssignments(WireReader reader)
    {
        var assignments = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            assignments[reader.String()] = reader.Bytes();
            reader.Tags();
        }

        return assignments;
    }
}
