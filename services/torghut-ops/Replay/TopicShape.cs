namespace Torghut.Ops.Replay;

/// <summary>How a topic was made.</summary>
internal sealed record TopicShape(string Name, int Partitions, short Replicas, IReadOnlyDictionary<string, string> Settings);
