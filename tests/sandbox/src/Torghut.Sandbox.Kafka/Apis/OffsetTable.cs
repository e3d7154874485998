using Torghut.Sandbox.Kafka.Groups;
using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>The offsets a commit brings, plain or transactional, and the answer to them.</summary>
internal sealed class OffsetTable
{
    private const int LongestMetadata = 4096;

    private readonly List<(string Topic, List<(int Partition, ErrorCode Error)> Partitions)> _rows = [];
    private readonly List<(TopicPartition, CommittedOffset)> _accepted = [];

    /// <summary>Those of partitions that exist.</summary>
    public IReadOnlyList<(TopicPartition Partition, CommittedOffset Offset)> Accepted => _accepted;

    public static OffsetTable Read(WireReader reader, bool hasLeaderEpoch, TopicCatalog topics)
    {
        var table = new OffsetTable();
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            var topic = reader.String();
            var partitions = new List<(int, ErrorCode)>();
            for (var inner = reader.ArrayLength(); inner > 0; inner--)
            {
                var (index, offset) = (reader.Int32(), reader.Int64());
                var epoch = hasLeaderEpoch ? reader.Int32() : -1;
                var metadata = reader.NullableString();
                reader.Tags();
                var error = topics.Partition(topic, index) is null ? ErrorCode.UnknownTopicOrPartition
                    : metadata?.Length > LongestMetadata ? ErrorCode.OffsetMetadataTooLarge
                    : ErrorCode.None;
                partitions.Add((index, error));
                if (error == ErrorCode.None)
                {
                    table._accepted.Add((new TopicPartition(topic, index), new CommittedOffset(offset, epoch, metadata)));
                }
            }

            reader.Tags();
            table._rows.Add((topic, partitions));
        }

        return table;
    }

    /// <summary>Answers each partition with its own error, or with the one that met the whole commit.</summary>
    public void Write(WireWriter writer, ErrorCode error)
    {
        writer.Array(_rows.Count);
        foreach (var (topic, partitions) in _rows)
        {
            writer.String(topic);
            writer.Array(partitions.Count);
            foreach (var (index, own) in partitions)
            {
                writer.Int32(index);
                writer.Error(own == ErrorCode.None ? error : own);
                writer.Tags();
            }

            writer.Tags();
        }
    }
}
