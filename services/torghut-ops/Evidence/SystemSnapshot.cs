namespace Torghut.Ops.Evidence;

/// <summary>The system at one time: facts, and apart from them what they mean.</summary>
/// <param name="Headline">The top cause in words.</param>
/// <param name="Confidence">The level, and why it is not full.</param>
internal sealed record SystemSnapshot(
    SnapshotMetadata Metadata,
    Verdict Verdict,
    string Headline,
    string Confidence,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<Interpretation> Interpretations,
    IReadOnlyList<NextAction> NextActions)
{
    /// <summary>The one thing to look at first; null when there is nothing.</summary>
    public TopCause? TopCause { get; init; }

    /// <summary>How much of what the verdict needs was answered.</summary>
    public Coverage Coverage { get; init; } = new(0, 0, []);
}
