using Torghut.Ta.Runtime;

namespace Torghut.Ta.Repair;

/// <summary>One partition.</summary>
/// <param name="Symbols">States that can be read.</param>
/// <param name="ClocksAhead">Clocks that are ahead of their logs.</param>
/// <param name="DamagedStates">Symbols whose state cannot be read, and why.</param>
internal sealed record PartitionReport(
    int Partition, int Symbols, IReadOnlyList<RepairedClock> ClocksAhead, IReadOnlyDictionary<string, string> DamagedStates);
