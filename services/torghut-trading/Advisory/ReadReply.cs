namespace Torghut.Trading.Advisory;

/// <summary>A reply that was read.</summary>
internal sealed record ReadReply(ReviewOutcome Outcome)
{
    public Advice? Advice { get; init; }

    /// <summary>The model that says it answered.</summary>
    public string? Model { get; init; }

    public string? Fingerprint { get; init; }

    public int? PromptTokens { get; init; }

    public int? CompletionTokens { get; init; }

    /// <summary>The parameter that the endpoint refuses: a fault of the configuration.</summary>
    public string? RefusedParameter { get; init; }
}
