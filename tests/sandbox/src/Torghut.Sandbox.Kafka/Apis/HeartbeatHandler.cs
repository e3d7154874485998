using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class HeartbeatHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.Heartbeat)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var group = groups.Find(reader.String());
        var generation = reader.Int32();
        var memberId = reader.String();
        var instance = context.Version >= 3 ? reader.NullableString() : null;
        var error = context.Forced;
        if (error == ErrorCode.None)
        {
            error = group?.Heartbeat(new MemberIdentity(memberId, instance, generation)) ?? ErrorCode.UnknownMemberId;
        }

        if (context.Version >= 1)
        {
            writer.Int32(0);
        }

        writer.Error(error);
        writer.Tags();
    }
}
