namespace Torghut.Ops.Evidence;

/// <summary>How much of what a verdict needs was answered.</summary>
/// <param name="Required">Probes that a verdict needs.</param>
/// <param name="Answered">Those of them that answered, in time and whole.</param>
/// <param name="Blind">Ids of the others.</param>
internal sealed record Coverage(int Required, int Answered, IReadOnlyList<string> Blind);
