using Confluent.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>A part of a log that is looked through for one symbol.</summary>
/// <param name="Partition">Which log.</param>
/// <param name="First">First offset; null to begin where records were appended at <paramref name="Since"/>.</param>
/// <param name="Last">Last offset; null to go on until records were appended after <paramref name="Until"/>.</param>
/// <param name="Since">Time of appending.</param>
/// <param name="Until">Time of appending.</param>
internal sealed record LogSpan(TopicPartition Partition, long? First, long? Last, DateTimeOffset Since, DateTimeOffset Until);
