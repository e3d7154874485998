namespace Torghut.Contracts;

/// <summary>Kafka's <c>cleanup.policy</c>.</summary>
public enum TopicCleanup
{
    Delete,
    Compact,
    CompactAndDelete,
}
