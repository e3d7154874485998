using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Where partitions lie and how large they are; this broker has one directory.</summary>
internal sealed class DescribeLogDirsHandler(TopicCatalog topics) : ImmediateHandler(ApiKey.DescribeLogDirs)
{
    protected override void Handle(RequestContext context)
    {
        var (writer, version) = (context.Writer, context.Version);
        var found = (ReadWanted(context.Reader) ?? Everything()).GroupBy(p => p.Topic).ToList();
        var error = context.Forced;
        writer.Int32(0);
        if (version >= 3)
        {
            writer.Error(error);
        }

        writer.Array(1);
        writer.Error(error);
        writer.String(topics.LogDirectory);
        writer.Array(found.Count);
        foreach (var topic in found)
        {
            WriteTopic(writer, topic.Key, [.. topic]);
        }

        if (version >= 4)
        {
            var volume = new DriveInfo(topics.LogDirectory);
            writer.Int64(volume.TotalSize);
            writer.Int64(volume.AvailableFreeSpace);
        }

        writer.Tags();
        writer.Tags();
    }

    private static void WriteTopic(WireWriter writer, string name, List<PartitionLog> partitions)
    {
        writer.String(name);
        writer.Array(partitions.Count);
        foreach (var partition in partitions)
        {
            writer.Int32(partition.Partition);
            writer.Int64(partition.SizeInBytes);
            writer.Int64(0);
            writer.Boolean(false);
            writer.Tags();
        }

        writer.Tags();
    }

    private IEnumerable<PartitionLog> Everything() => topics.All.SelectMany(t => t.Partitions);

    /// <summary>The partitions asked for, without those that are not here; null for all.</summary>
    private List<PartitionLog>? ReadWanted(WireReader reader)
    {
        var count = reader.ArrayLength();
        if (count < 0)
        {
            return null;
        }

        var wanted = new HashSet<PartitionLog>();
        for (; count > 0; count--)
        {
            var topic = topics.Find(reader.String());
            for (var partitions = reader.ArrayLength(); partitions > 0; partitions--)
            {
                var partition = reader.Int32();
                if (topic?.Partition(partition) is { } log)
                {
                    wanted.Add(log);
                }
            }

            reader.Tags();
        }

        return [.. wanted];
    }
}
