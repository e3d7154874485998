using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DeleteTopicsHandler(TopicCatalog topics, OffsetStore offsets) : ImmediateHandler(ApiKey.DeleteTopics)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var count = reader.ArrayLength();
        if (context.Version >= 1)
        {
            writer.Int32(0);
        }

        writer.Array(count);
        for (; count > 0; count--)
        {
            var name = reader.String();
            writer.String(name);
            writer.Error(context.Forced == ErrorCode.None ? Delete(name) : context.Forced);
            writer.Tags();
        }

        writer.Tags();
    }

    private ErrorCode Delete(string name)
    {
        var error = topics.Delete(name);
        if (error == ErrorCode.None)
        {
            offsets.DeleteTopic(name);
        }

        return error;
    }
}
