using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

/// <summary>Both ways of changing a topic's settings: all at once, or one operation each.</summary>
internal sealed class AlterConfigsHandler(TopicCatalog topics, bool isIncremental)
    : ImmediateHandler(isIncremental ? ApiKey.IncrementalAlterConfigs : ApiKey.AlterConfigs)
{
    private const sbyte Set = 0;
    private const sbyte Remove = 1;

    private sealed record Change(ConfigResource Type, string Name, List<(string Key, sbyte Operation, string? Value)> Settings);

    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var changes = new Change[reader.ArrayLength()];
        for (var i = 0; i < changes.Length; i++)
        {
            changes[i] = Read(reader);
        }

        var validateOnly = reader.Boolean();
        writer.Int32(0);
        writer.Array(changes.Length);
        foreach (var change in changes)
        {
            var (error, message) = context.Forced == ErrorCode.None ? Apply(change, validateOnly) : (context.Forced, null);
            writer.Error(error);
            writer.String(message);
            writer.Int8((sbyte)change.Type);
            writer.String(change.Name);
            writer.Tags();
        }

        writer.Tags();
    }

    private Change Read(WireReader reader)
    {
        var change = new Change((ConfigResource)reader.Int8(), reader.String(), []);
        for (var count = reader.ArrayLength(); count > 0; count--)
        {
            var key = reader.String();
            var operation = isIncremental ? reader.Int8() : Set;
            change.Settings.Add((key, operation, reader.NullableString()));
            reader.Tags();
        }

        reader.Tags();
        return change;
    }

    private (ErrorCode Error, string? Message) Apply(Change change, bool validateOnly)
    {
        if (change.Type != ConfigResource.Topic)
        {
            return (ErrorCode.InvalidRequest, "Only topics' settings can be changed");
        }

        if (topics.Find(change.Name) is not { } topic)
        {
            return (ErrorCode.UnknownTopicOrPartition, null);
        }

        try
        {
            var config = isIncremental ? topic.Config : new TopicConfig(new Dictionary<string, string>());
            foreach (var (key, operation, value) in change.Settings)
            {
                if (operation is not (Set or Remove))
                {
                    return (ErrorCode.InvalidConfig, $"{key} is no list to append to or subtract from");
                }

                config = config.With(key, operation == Remove ? null : value);
            }

            topics.Configure(topic, config, validateOnly);
            return (ErrorCode.None, null);
        }
        catch (TopicConfigException e)
        {
            return (ErrorCode.InvalidConfig, e.Message);
        }
    }
}
