using Torghut.Ta.Runtime;

namespace Torghut.Ta.Savepoints;

/// <summary>Everything that a group needs to go on from where another one was: for every partition its offsets and the states that belong to them.</summary>
/// <param name="Created">When it was taken; for people only.</param>
/// <param name="Group">The group it was taken from.</param>
/// <param name="Topics">The topics that the offsets are of: trades, quotes, minute bars.</param>
/// <param name="Partitions">By partition number, without gaps.</param>
internal sealed record Savepoint(DateTimeOffset Created, string Group, IReadOnlyList<string> Topics, IReadOnlyList<SavedPartition> Partitions)
{
    public int Symbols => Partitions.Sum(partition => partition.States.Count);
}

/// <summary>One partition at a commit.</summary>
/// <param name="States">Saved state by symbol, in the engine's own format.</param>
internal sealed record SavedPartition(CommittedOffsets Offsets, IReadOnlyDictionary<string, ReadOnlyMemory<byte>> States);
