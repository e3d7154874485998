namespace Torghut.Sandbox.Llm.Answers;

/// <summary>What the panel shows, and what of it can be set.</summary>
internal sealed record AnswerPanelState
{
    /// <summary>The answers to come, one a request; the last one for good.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [AnswerKinds.Review];

    /// <summary>Requests so far; cannot be set.</summary>
    public long Asked { get; init; }
}
