using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class CreateTopicsHandler(TopicCatalog topics, KafkaBrokerOptions options) : ImmediateHandler(ApiKey.CreateTopics)
{
    private sealed record Wanted(string Name, int Partitions, short Replicas, int Assigned, Dictionary<string, string> Config);

    protected override void Handle(RequestContext context)
    {
        var (reader, writer, version) = (context.Reader, context.Writer, context.Version);
        var wanted = new Wanted[reader.ArrayLength()];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = Read(reader);
        }

        reader.Int32();
        var validateOnly = version >= 1 && reader.Boolean();
        if (version >= 2)
        {
            writer.Int32(0);
        }

        writer.Array(wanted.Length);
        foreach (var topic in wanted)
        {
            var (error, message) = context.Forced == ErrorCode.None ? Create(topic, validateOnly) : (context.Forced, null);
            writer.String(topic.Name);
            writer.Error(error);
            if (version >= 1)
            {
                writer.String(message);
            }
        }
    }

    private static Wanted Read(WireReader reader)
    {
        var (name, partitions, replicas) = (reader.String(), reader.Int32(), reader.Int16());
        var assigned = reader.ArrayLength();
        for (var i = 0; i < assigned; i++)
        {
            reader.Int32();
            for (var nodes = reader.ArrayLength(); nodes > 0; nodes--)
            {
                reader.Int32();
            }
        }

        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            var key = reader.String();
            if (reader.NullableString() is { } value)
            {
                config[key] = value;
            }
        }

        return new Wanted(name, partitions, replicas, assigned, config);
    }

    private (ErrorCode Error, string? Message) Create(Wanted wanted, bool validateOnly)
    {
        if (wanted.Replicas is not (1 or -1))
        {
            return (ErrorCode.InvalidReplicationFactor, "This broker is alone: the replication factor can only be 1");
        }

        var partitions = wanted.Assigned > 0 ? wanted.Assigned : wanted.Partitions == -1 ? options.DefaultPartitions : wanted.Partitions;
        try
        {
            var config = new TopicConfig(wanted.Config);
            var error = validateOnly ? topics.Validate(wanted.Name, partitions, config) : topics.Create(wanted.Name, partitions, config);
            return (error, error == ErrorCode.TopicAlreadyExists ? $"Topic '{wanted.Name}' already exists." : null);
        }
        catch (TopicConfigException e)
        {
            return (ErrorCode.InvalidConfig, e.Message);
        }
    }
}
