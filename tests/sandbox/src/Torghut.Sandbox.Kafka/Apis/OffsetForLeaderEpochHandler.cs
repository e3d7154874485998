using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class OffsetForLeaderEpochHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.OffsetForLeaderEpoch)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        if (context.Version >= 3)
        {
            reader.Int32();
        }

        writer.Int32(0);
        PartitionTable.Respond(context, topic =>
        {
            var index = reader.Int32();
            var current = reader.Int32();
            var epoch = reader.Int32();
            var log = topics.Partition(topic, index);
            var error = context.Forced;
            if (error == ErrorCode.None && log is null)
            {
                error = ErrorCode.UnknownTopicOrPartition;
            }

            if (error == ErrorCode.None && current > PartitionLog.LeaderEpoch)
            {
                error = ErrorCode.UnknownLeaderEpoch;
            }

            var isKnown = error == ErrorCode.None && epoch == PartitionLog.LeaderEpoch;
            writer.Error(error);
            writer.Int32(index);
            writer.Int32(isKnown ? epoch : -1);
            writer.Int64(isKnown ? log!.Offsets.End : -1);
        });
    }
}
