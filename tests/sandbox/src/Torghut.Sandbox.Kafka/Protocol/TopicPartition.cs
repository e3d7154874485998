namespace Torghut.Sandbox.Kafka.Protocol;

/// <summary>A partition by its topic's name.</summary>
internal readonly record struct TopicPartition(string Topic, int Partition);
