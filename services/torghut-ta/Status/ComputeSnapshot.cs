namespace Torghut.Ta.Status;

/// <summary>One look at the compute loop.</summary>
/// <param name="ErrorClass">Why it does not work; null while it does.</param>
internal sealed record ComputeSnapshot(
    bool Joined,
    string? ErrorClass,
    DateTimeOffset? LastCommit,
    IReadOnlyList<PartitionSnapshot> Partitions)
{
    /// <summary>What is wrong with a partition; null when all are well.</summary>
    public string? PartitionFault => Partitions.FirstOrDefault(partition => partition.Fault is not null)?.Fault;

    public static ComputeSnapshot Starting { get; } = new(false, "starting", null, []);
}
