using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class OffsetFetchHandler(GroupCoordinator groups) : ImmediateHandler(ApiKey.OffsetFetch)
{
    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var group = reader.String();
        var wanted = ReadTopics(reader);
        var requireStable = version >= 7 && reader.Boolean();
        var partitions = wanted
            ?? [.. groups.Offsets.Partitions(group).GroupBy(p => p.Topic).Select(t => (t.Key, t.Select(p => p.Partition).Order().ToList()))];
        if (version >= 3)
        {
            writer.Int32(0);
        }

        writer.Array(partitions.Count);
        foreach (var (topic, indexes) in partitions)
        {
            writer.String(topic);
            writer.Array(indexes.Count);
            foreach (var index in indexes)
            {
                WritePartition(context, group, new TopicPartition(topic, index), requireStable);
            }

            writer.Tags();
        }

        if (version >= 2)
        {
            writer.Error(context.Forced);
        }

        writer.Tags();
    }

    private static List<(string Topic, List<int> Partitions)>? ReadTopics(WireReader reader)
    {
        var count = reader.ArrayLength();
        if (count < 0)
        {
            return null;
        }

        var topics = new List<(string, List<int>)>(count);
        for (; count > 0; count--)
        {
            var topic = reader.String();
            var partitions = new List<int>();
            for (var inner = reader.ArrayLength(); inner > 0; inner--)
            {
                partitions.Add(reader.Int32());
            }

            reader.Tags();
            topics.Add((topic, partitions));
        }

        return topics;
    }

    private void WritePartition(RequestContext context, string group, TopicPartition partition, bool requireStable)
    {
        var writer = context.Writer;
        var error = context.Version < 2 ? context.Forced : ErrorCode.None;
        if (requireStable && groups.Offsets.IsUnstable(group, partition))
        {
            error = ErrorCode.UnstableOffsetCommit;
        }

        var offset = error == ErrorCode.None ? groups.Offsets.Find(group, partition) : null;
        writer.Int32(partition.Partition);
        writer.Int64(offset?.Offset ?? -1);
        if (context.Version >= 5)
        {
            writer.Int32(offset?.LeaderEpoch ?? -1);
        }

        writer.String(offset is { } known ? known.Metadata : "");
        writer.Error(error);
        writer.Tags();
    }
}
