namespace Torghut.Ops.Kafka;

/// <summary>A topic as the brokers keep it.</summary>
/// <param name="Earliest">Oldest offsets that are retained, of all partitions together.</param>
/// <param name="End">Offsets of the next records, of all partitions together.</param>
/// <param name="Retention">How long records stay; null without a limit.</param>
/// <param name="Cleanup">Kafka's <c>cleanup.policy</c>.</param>
internal sealed record TopicLog(string Topic, int Partitions, long Earliest, long End, TimeSpan? Retention, string Cleanup);
