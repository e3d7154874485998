using Confluent.Kafka;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Records of one symbol that a part of a log holds.</summary>
/// <param name="Shortage">Why some of that part could not be looked at; null when all was.</param>
internal sealed record FoundRecords(IReadOnlyList<ConsumeResult<string?, byte[]?>> Records, string? Shortage);
