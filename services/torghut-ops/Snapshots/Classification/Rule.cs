using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>A row of the table of rules.</summary>
/// <param name="Names">What its interpretations are called.</param>
/// <param name="Find">What the facts mean by it.</param>
internal sealed record Rule(string[] Names, Func<FactSet, SnapshotOptions, IEnumerable<Interpretation>> Find);
