namespace Torghut.Sandbox.Kafka;

/// <summary>A topic to make at start.</summary>
/// <param name="Name">The topic's name.</param>
/// <param name="Partitions">How many partitions, 1 to 1,000.</param>
public sealed record KafkaTopicDefinition(string Name, int Partitions)
{
    /// <summary>How long records are kept; null for ever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How many bytes a partition keeps; null for no limit.</summary>
    public long? RetentionBytes { get; init; }

    /// <summary><c>delete</c>, <c>compact</c> or <c>compact,delete</c>.</summary>
    public string CleanupPolicy { get; init; } = "delete";

    /// <summary>Further settings by the protocol's names; they win over the properties.</summary>
    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();
}
