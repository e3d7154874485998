using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class OffsetCommitHandler(GroupCoordinator groups, TopicCatalog topics) : ImmediateHandler(ApiKey.OffsetCommit)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var group = reader.String();
        var generation = reader.Int32();
        var memberId = reader.String();
        var instance = version >= 7 ? reader.NullableString() : null;
        if (version <= 4)
        {
            reader.Int64();
        }

        var table = OffsetTable.Read(reader, version >= 6, topics);
        var error = context.Forced;
        if (error == ErrorCode.None)
        {
            error = groups.Commit(group, new MemberIdentity(memberId, instance, generation), table.Accepted);
        }

        if (version >= 3)
        {
            writer.Int32(0);
        }

        table.Write(writer, error);
        writer.Tags();
    }
}
