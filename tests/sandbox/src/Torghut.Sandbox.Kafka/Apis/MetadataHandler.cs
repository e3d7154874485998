using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class MetadataHandler(TopicCatalog topics, NodeAddress node) : ImmediateHandler(ApiKey.Metadata)
{
    private const int OperationsNotAsked = int.MinValue;

    protected override void Handle(RequestContext context)
    {
        var (reader, version) = (context.Reader, context.Version);
        var names = ReadTopics(reader, version);
        var mayCreate = version < 4 || reader.Boolean();
        var writer = context.Writer;
        if (version >= 3)
        {
            writer.Int32(0);
        }

        writer.Array(1);
        writer.Int32(NodeAddress.NodeId);
        writer.String(node.Host);
        writer.Int32(node.Port);
        if (version >= 1)
        {
            writer.String(null);
        }

        writer.Tags();
        if (version >= 2)
        {
            writer.String(node.ClusterId);
        }

        if (version >= 1)
        {
            writer.Int32(NodeAddress.NodeId);
        }

        var found = names is null ? topics.All.Select(t => (t.Name, (Topic?)t, ErrorCode.None)).ToList()
            : names.ConvertAll(n => Find(n, mayCreate, context.Forced));
        writer.Array(found.Count);
        foreach (var (name, topic, error) in found)
        {
            WriteTopic(writer, version, name, topic, error);
        }

        if (version is >= 8 and <= 10)
        {
            writer.Int32(OperationsNotAsked);
        }

        writer.Tags();
    }

    private static List<(string? Name, Guid Id)>? ReadTopics(WireReader reader, short version)
    {
        var count = reader.ArrayLength();
        if (count < 0 || (version == 0 && count == 0))
        {
            return null;
        }

        var topics = new List<(string?, Guid)>(count);
        for (; count > 0; count--)
        {
            var id = version >= 10 ? reader.Uuid() : Guid.Empty;
            topics.Add((reader.NullableString(), id));
            reader.Tags();
        }

        return topics;
    }

    private (string Name, Topic? Topic, ErrorCode Error) Find((string? Name, Guid Id) wanted, bool mayCreate, ErrorCode forced)
    {
        if (wanted.Name is not { } name)
        {
            var byId = topics.Find(wanted.Id);
            return (byId?.Name ?? "", byId, byId is null ? ErrorCode.UnknownTopicId : forced);
        }

        if (forced != ErrorCode.None)
        {
            return (name, null, forced);
        }

        var error = topics.FindOrCreate(name, mayCreate, out var topic);
        return (name, topic, error);
    }

    private static void WriteTopic(WireWriter writer, short version, string name, Topic? topic, ErrorCode error)
    {
        writer.Error(error);
        writer.String(name);
        if (version >= 10)
        {
            writer.Uuid(topic?.Id ?? Guid.Empty);
        }

        if (version >= 1)
        {
            writer.Boolean(false);
        }

        var partitions = error == ErrorCode.None && topic is not null ? topic.Partitions.Length : 0;
        writer.Array(partitions);
        for (var i = 0; i < partitions; i++)
        {
            writer.Error(ErrorCode.None);
            writer.Int32(i);
            writer.Int32(NodeAddress.NodeId);
            if (version >= 7)
            {
                writer.Int32(PartitionLog.LeaderEpoch);
            }

            WriteSelf(writer);
            WriteSelf(writer);
            if (version >= 5)
            {
                writer.Array(0);
            }

            writer.Tags();
        }

        if (version >= 8)
        {
            writer.Int32(OperationsNotAsked);
        }

        writer.Tags();
    }

    private static void WriteSelf(WireWriter writer)
    {
        writer.Array(1);
        writer.Int32(NodeAddress.NodeId);
    }
}
