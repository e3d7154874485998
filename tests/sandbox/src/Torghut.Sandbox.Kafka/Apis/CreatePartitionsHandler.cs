using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class CreatePartitionsHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.CreatePartitions)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var wanted = new (string Name, int Count)[reader.ArrayLength()];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = (reader.String(), reader.Int32());
            SkipAssignments(reader);
            reader.Tags();
        }

        reader.Int32();
        var validateOnly = reader.Boolean();
        writer.Int32(0);
        writer.Array(wanted.Length);
        foreach (var (name, count) in wanted)
        {
            writer.String(name);
            writer.Error(context.Forced == ErrorCode.None ? topics.Grow(name, count, validateOnly) : context.Forced);
            writer.String(null);
            writer.Tags();
        }

        writer.Tags();
    }

    private static void SkipAssignments(WireReader reader)
    {
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            for (var nodes = reader.ArrayLength(); nodes > 0; nodes--)
            {
                reader.Int32();
            }

            reader.Tags();
        }
    }
}
