using Torghut.Contracts.Records;

namespace Torghut.Ops.TechnicalAnalysis.Ticks;

/// <summary>Which records a bar was computed from.</summary>
/// <param name="Lineage">The range of the log; null for a row that is older than the columns that keep it.</param>
internal sealed record BarOrigin(Lineage? Lineage);
