namespace Torghut.Ops.Kafka;

/// <summary>How far a consumer group is behind the end of a topic.</summary>
/// <param name="State">The group's state in Kafka's words; <c>Empty</c> when it has no members.</param>
/// <param name="Lag">Offsets between its positions and the ends that a reader of committed records has; markers of transactions count.</param>
/// <param name="Partitions">Partitions in which it has a position; the others say nothing.</param>
internal sealed record GroupLag(string Group, string State, string Topic, long Lag, int Partitions);
