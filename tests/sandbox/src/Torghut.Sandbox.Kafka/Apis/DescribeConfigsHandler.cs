using Torghut.Sandbox.Kafka.Log;
using Torghut.Sandbox.Kafka.Protocol;

namespace Torghut.Sandbox.Kafka.Apis;

internal sealed class DescribeConfigsHandler(TopicCatalog topics, KafkaBrokerOptions options) : ImmediateHandler(ApiKey.DescribeConfigs)
{
    private const sbyte SourceTopic = 1;
    private const sbyte SourceStaticBroker = 4;
    private const sbyte SourceDefault = 5;
    private const sbyte TypeString = 2;

    private readonly record struct Setting(string Name, string Value, sbyte Source, bool IsReadOnly);

    protected override void Handle(RequestContext context)
    {
        var (reader, writer) = (context.Reader, context.Writer);
        var wanted = new (ConfigResource Type, string Name, HashSet<string>? Keys)[reader.ArrayLength()];
        for (var i = 0; i < wanted.Length; i++)
        {
            wanted[i] = ((ConfigResource)reader.Int8(), reader.String(), ReadKeys(reader));
            reader.Tags();
        }

        writer.Int32(0);
        writer.Array(wanted.Length);
        foreach (var (type, name, keys) in wanted)
        {
            var settings = SettingsOf(type, name);
            var error = context.Forced;
            if (error == ErrorCode.None && settings is null)
            {
                error = type == ConfigResource.Topic ? ErrorCode.UnknownTopicOrPartition : ErrorCode.InvalidRequest;
            }

            writer.Error(error);
            writer.String(null);
            writer.Int8((sbyte)type);
            writer.String(name);
            WriteSettings(context, error == ErrorCode.None ? [.. settings!.Where(s => keys is null || keys.Contains(s.Name))] : []);
            writer.Tags();
        }

        writer.Tags();
    }

    private static HashSet<string>? ReadKeys(WireReader reader)
    {
        var count = reader.ArrayLength();
        if (count < 0)
        {
            return null;
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (; count > 0; count--)
        {
            keys.Add(reader.String());
        }

        return keys;
    }

    private static void WriteSettings(RequestContext context, IReadOnlyList<Setting> settings)
    {
        var (writer, version) = (context.Writer, context.Version);
        writer.Array(settings.Count);
        foreach (var setting in settings)
        {
            writer.String(setting.Name);
            writer.String(setting.Value);
            writer.Boolean(setting.IsReadOnly);
            if (version == 0)
            {
                writer.Boolean(setting.Source == SourceDefault);
            }
            else
            {
                writer.Int8(setting.Source);
            }

            writer.Boolean(false);
            if (version >= 1)
            {
                writer.Array(0);
            }

            if (version >= 3)
            {
                writer.Int8(TypeString);
                writer.String(null);
            }

            writer.Tags();
        }
    }

    private IEnumerable<Setting>? SettingsOf(ConfigResource type, string name) => type switch
    {
        ConfigResource.Topic => topics.Find(name)?.Config.All.Select(s => new Setting(s.Name, s.Value, s.IsDefault ? SourceDefault : SourceTopic, false)),
        ConfigResource.Broker => BrokerSettings(),
        _ => null,
    };

    private Setting[] BrokerSettings() =>
    [
        new("auto.create.topics.enable", options.AutoCreateTopics ? "true" : "false", SourceStaticBroker, true),
        new("default.replication.factor", "1", SourceStaticBroker, true),
        new("num.partitions", options.DefaultPartitions.ToString(null, null), SourceStaticBroker, true),
    ];
}
