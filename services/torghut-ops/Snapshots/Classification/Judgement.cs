using Torghut.Ops.Evidence;

namespace Torghut.Ops.Snapshots.Classification;

/// <summary>What the facts mean.</summary>
internal sealed record Judgement(
    Verdict Verdict, string Headline, string Confidence, IReadOnlyList<Interpretation> Interpretations, IReadOnlyList<NextAction> NextActions);
