using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DeleteGroupsHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.DeleteGroups)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var count = reader.ArrayLength();
        writer.Int32(0);
        writer.Array(count);
        for (; count > 0; count--)
        {
            var id = reader.String();
            writer.String(id);
            writer.Error(context.Forced == ErrorCode.None ? groups.Delete(id) : context.Forced);
            writer.Tags();
        }

        writer.Tags();
    }
}
