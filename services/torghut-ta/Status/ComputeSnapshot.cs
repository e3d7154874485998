namespace Torghut.Ta.Status;

/// <summary>One look at the compute loop.</summary>
/// <param name="ErrorClass">Why it does not work; null while it does.</param>
internal sealed record ComputeSnapshot(
    bool Joined,
    string? ErrorClass,
    DateTimeOffset? LastCommit,
    IReadOnlyList<PartitionSnapshot> Partitions)
{
    public static ComputeSnapshot Starting { get; } = new(false, "starting", null, []);
}
