

namespace Torghut.Ops.Evidence;

/// <summary>The system at one time: facts, and apart from them what they mean.</summary>
/// <param name="Confidence"><c>full</c>, or <c>reduced</c> with the cause.</param>
/// <param name="Headline">The first rule that decided the verdict, in words.</param>
internal sealed record SystemSnapshot(
    SnapshotMetadata Metadata,
    Verdict Verdict,
    string Headline,
    string Confidence,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Interpretation> Interpretations,
    IReadOnlyList<NextAction> NextActions);
