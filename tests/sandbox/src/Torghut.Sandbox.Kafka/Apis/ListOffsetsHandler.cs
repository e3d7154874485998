using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class ListOffsetsHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.ListOffsets)
{
    private const long Latest = -1;
    private const long Earliest = -2;
    private const long MaxTimestamp = -3;

    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        reader.Int32();
        var readCommitted = version >= 2 && reader.Int8() == 1;
        if (version >= 2)
        {
            writer.Int32(0);
        }

        PartitionTable.Respond(context, topic =>
        {
            var index = reader.Int32();
            if (version >= 4)
            {
                reader.Int32();
            }

            var timestamp = reader.Int64();
            reader.Tags();
            var (error, offset, found) = context.Forced == ErrorCode.None ? Find(topic, index, timestamp, readCommitted) : (context.Forced, -1, -1);
            writer.Int32(index);
            writer.Error(error);
            writer.Int64(found);
            writer.Int64(offset);
            if (version >= 4)
            {
                writer.Int32(offset < 0 ? -1 : PartitionLog.LeaderEpoch);
            }

            writer.Tags();
        });
        writer.Tags();
    }

    private (ErrorCode Error, long Offset, long Timestamp) Find(string topic, int index, long timestamp, bool readCommitted)
    {
        if (topics.Partition(topic, index) is not { } log)
        {
            return (ErrorCode.UnknownTopicOrPartition, -1, -1);
        }

        var offsets = log.Offsets;
        var end = readCommitted ? offsets.LastStable : offsets.End;
        switch (timestamp)
        {
            case Latest:
                return (ErrorCode.None, end, -1);
            case Earliest:
                return (ErrorCode.None, offsets.Start, -1);
            case < MaxTimestamp:
                return (ErrorCode.InvalidRequest, -1, -1);
            default:
                var found = timestamp == MaxTimestamp ? log.FindMaxTimestamp() : log.FindByTimestamp(timestamp);
                return found is { } record && record.Offset < end ? (ErrorCode.None, record.Offset, record.Timestamp) : (ErrorCode.None, -1, -1);
        }
    }
}
