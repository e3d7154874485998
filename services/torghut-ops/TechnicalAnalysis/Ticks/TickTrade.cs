using Torghut.Contracts.Records;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>A trade as it lies in its log.</summary>
internal sealed record TickTrade(string Topic, int Partition, long Offset, Trade Trade);
