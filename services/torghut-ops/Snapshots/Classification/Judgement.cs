using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>What the facts mean.</summary>
/// <param name="Facts">The facts as they were judged: what is too old or not whole carries that outcome.</param>
internal sealed record Judgement(
    Verdict Verdict, TopCause? TopCause, ConfidenceLevel Level, string Confidence, Coverage Coverage, IReadOnlyList<Fact> Facts,
    IReadOnlyList<Interpretation> Interpretations, IReadOnlyList<NextAction> NextActions)
{
    public string Headline => TopCause?.Text ?? "Everything that a verdict needs was looked at and is as it should be.";
}
