namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Where the quotes of a bar's second lie.</summary>
/// <param name="First">Offset of the first; null when there is none.</param>
/// <param name="Last">Offset of the last.</param>
/// <param name="Why">Why there may be more; null when there are not.</param>
internal sealed record TickQuotes(string Topic, int Partition, long? First, long? Last, int Count, string? Why);
