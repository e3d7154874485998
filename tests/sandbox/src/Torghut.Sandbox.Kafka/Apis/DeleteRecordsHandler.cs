using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DeleteRecordsHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.DeleteRecords)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        writer.Int32(0);
        PartitionTable.Respond(context, topic =>
        {
            var (index, before) = (reader.Int32(), reader.Int64());
            reader.Tags();
            var (error, start) = (context.Forced, -1L);
            if (error == ErrorCode.None)
            {
                error = topics.Partition(topic, index)?.DeleteRecords(before, out start) ?? ErrorCode.UnknownTopicOrPartition;
            }

            writer.Int32(index);
            writer.Int64(start);
            writer.Error(error);
            writer.Tags();
        });
        writer.Tags();
    }
}
