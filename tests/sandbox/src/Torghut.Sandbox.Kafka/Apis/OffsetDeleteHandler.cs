using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class OffsetDeleteHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.OffsetDelete)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var id = reader.String();
        var group = groups.Find(id);
        var error = context.Forced == ErrorCode.None && group is null ? ErrorCode.GroupIdNotFound : context.Forced;
        writer.Error(error);
        writer.Int32(0);
        PartitionTable.Respond(context, topic =>
        {
            var index = reader.Int32();
            writer.Int32(index);
            writer.Error(error == ErrorCode.None ? Delete(group!, topic, index) : ErrorCode.None);
        });
    }

    private ErrorCode Delete(Group group, string topic, int index)
    {
        if (group.IsSubscribedTo(topic))
        {
            return ErrorCode.GroupSubscribedToTopic;
        }

        groups.Offsets.Delete(group.Id, [new TopicPartition(topic, index)]);
        return ErrorCode.None;
    }
}
