namespace Torghut.Ta.Repair;

/// <summary>What was found in a group's saved state.</summary>
/// <param name="Repaired">Whether it was mended.</param>
internal sealed record StateReport(string Group, IReadOnlyList<PartitionReport> Partitions, bool Repaired)
{
    public bool IsSound => Partitions.All(partition => partition.ClocksAhead.Count == 0 && partition.DamagedStates.Count == 0);
}
