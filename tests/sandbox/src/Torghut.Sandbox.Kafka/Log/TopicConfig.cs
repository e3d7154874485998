using System.Globalization;

namespace Torghut.Sandbox.Kafka.Log;

/// <summary>A topic's settings: the protocol's names, with what was set for the topic over the defaults. Those without a property are kept and shown
/// only.</summary>
internal sealed class TopicConfig
{
    private static readonly Dictionary<string, string> Known = new(StringComparer.Ordinal)
    {
        ["cleanup.policy"] = "delete",
        ["compression.type"] = "producer",
        ["delete.retention.ms"] = "86400000",
        ["file.delete.delay.ms"] = "60000",
        ["flush.messages"] = "9223372036854775807",
        ["flush.ms"] = "9223372036854775807",
        ["index.interval.bytes"] = "4096",
        ["max.compaction.lag.ms"] = "9223372036854775807",
        ["max.message.bytes"] = "1048588",
        ["message.timestamp.after.max.ms"] = "9223372036854775807",
        ["message.timestamp.before.max.ms"] = "9223372036854775807",
        ["message.timestamp.type"] = "CreateTime",
        ["min.cleanable.dirty.ratio"] = "0.5",
        ["min.compaction.lag.ms"] = "0",
        ["min.insync.replicas"] = "1",
        ["preallocate"] = "false",
        ["retention.bytes"] = "-1",
        ["retention.ms"] = "604800000",
        ["segment.bytes"] = "67108864",
        ["segment.index.bytes"] = "10485760",
        ["segment.jitter.ms"] = "0",
        ["segment.ms"] = "604800000",
        ["unclean.leader.election.enable"] = "false",
    };

    public TopicConfig(IReadOnlyDictionary<string, string> overrides)
    {
        foreach (var (name, value) in overrides)
        {
            Check(name, value);
        }

        Overrides = overrides;
        var policies = Get("cleanup.policy").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        IsDeleted = policies.Contains("delete");
        IsCompacted = policies.Contains("compact");
        Retention = Number("retention.ms") is var ms && ms < 0 ? null : Milliseconds("retention.ms");
        RetentionBytes = Number("retention.bytes") is var bytes && bytes < 0 ? null : bytes;
        SegmentBytes = Number("segment.bytes");
        SegmentAge = Milliseconds("segment.ms");
        MaxMessageBytes = (int)Number("max.message.bytes");
        UsesAppendTime = Get("message.timestamp.type") == "LogAppendTime";
        TombstoneRetention = Milliseconds("delete.retention.ms");
        CompactionLag = Milliseconds("min.compaction.lag.ms");
        DirtyRatio = double.Parse(Get("min.cleanable.dirty.ratio"), CultureInfo.InvariantCulture);
    }

    /// <summary>The settings of a topic that options ask for.</summary>
    public static TopicConfig Of(KafkaTopicDefinition definition)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["cleanup.policy"] = definition.CleanupPolicy,
            ["retention.ms"] = definition.Retention is { } kept ? ((long)kept.TotalMilliseconds).ToString(CultureInfo.InvariantCulture) : "-1",
        };
        if (definition.RetentionBytes is { } bytes)
        {
            settings["retention.bytes"] = bytes.ToString(CultureInfo.InvariantCulture);
        }

        foreach (var (name, value) in definition.Config)
        {
            settings[name] = value;
        }

        return new TopicConfig(settings);
    }

    public IReadOnlyDictionary<string, string> Overrides { get; }

    public bool IsDeleted { get; }

    public bool IsCompacted { get; }

    /// <summary>How long records are kept; null for ever.</summary>
    public TimeSpan? Retention { get; }

    /// <summary>How many bytes a partition keeps; null for no limit.</summary>
    public long? RetentionBytes { get; }

    public long SegmentBytes { get; }

    public TimeSpan SegmentAge { get; }

    public int MaxMessageBytes { get; }

    public bool UsesAppendTime { get; }

    public TimeSpan TombstoneRetention { get; }

    public TimeSpan CompactionLag { get; }

    public double DirtyRatio { get; }

    /// <summary>How long a producer that writes nothing is remembered, so that its next batch is still checked.</summary>
    public TimeSpan ProducerIdleTime { get; } = TimeSpan.FromDays(1);

    /// <summary>Every setting, whether set for the topic or not.</summary>
    public IEnumerable<(string Name, string Value, bool IsDefault)> All =>
        Known.Keys.Select(name => (name, Get(name), !Overrides.ContainsKey(name)));

    public TopicConfig With(string name, string? value)
    {
        var changed = new Dictionary<string, string>(Overrides, StringComparer.Ordinal);
        changed.Remove(name);
        if (value is not null)
        {
            changed[name] = value;
        }

        return new TopicConfig(changed);
    }

    private string Get(string name) => Overrides.TryGetValue(name, out var value) ? value : Known[name];

    private long Number(string name) => long.Parse(Get(name), CultureInfo.InvariantCulture);

    private TimeSpan Milliseconds(string name) =>
        Number(name) is var value && value >= TimeSpan.MaxValue.TotalMilliseconds ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds((double)value);

    private static void Check(string name, string value)
    {
        if (!Known.TryGetValue(name, out var standard))
        {
            throw new TopicConfigException($"Unknown topic config name: {name}");
        }

        if (long.TryParse(standard, CultureInfo.InvariantCulture, out _) && !long.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            throw new TopicConfigException($"Invalid value {value} for configuration {name}: not a number");
        }

        if (name == "min.cleanable.dirty.ratio" && !double.TryParse(value, CultureInfo.InvariantCulture, out _))
        {
            throw new TopicConfigException($"Invalid value {value} for configuration {name}: not a number");
        }

        if (name == "cleanup.policy" && value.Split(',', StringSplitOptions.TrimEntries).Any(p => p is not ("delete" or "compact")))
        {
            throw new TopicConfigException($"Invalid value {value} for configuration {name}: delete, compact or both");
        }
    }
}
