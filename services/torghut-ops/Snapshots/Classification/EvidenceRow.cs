using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>A probe that a verdict needs.</summary>
/// <param name="Id">The fact's id.</param>
/// <param name="Members">What an answer has to hold for the rules to read it.</param>
/// <param name="Worst">The worst that the rules could make of an answer, given the other facts: what is not known counts as that.</param>
internal sealed record EvidenceRow(string Id, string[] Members, Func<FactSet, Verdict> Worst)
{
    /// <summary>Whether the probe is needed, given the other facts.</summary>
    public Func<FactSet, bool> IsNeeded { get; init; } = static _ => true;
}
