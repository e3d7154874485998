using Torghut.Trading.Execution;
using Torghut.Trading.Json;

namespace Torghut.Trading.Advisory;

/// <summary>One attempt at a review, as it is stored.</summary>
internal sealed record ReviewRecord
{
    public required Guid Id { get; init; }

    public required Guid DecisionId { get; init; }

    public required string DecisionHash { get; init; }

    public required string AccountLabel { get; init; }

    public required ProviderEndpoint Endpoint { get; init; }

    /// <summary><c>shadow</c> or <c>active</c>.</summary>
    public required string Mode { get; init; }

    public required string Classification { get; init; }

    /// <summary>The model, prompt and evaluation that its worth is counted for; null where advice has no effect, as on an exit.</summary>
    public required string? Standing { get; init; }

    /// <summary>Market time of the decision.</summary>
    public required DateTimeOffset MarketTs { get; init; }

    public required string PromptVersion { get; init; }

    public required string? PromptSha256 { get; init; }

    public required string Subject { get; init; }

    public required ReadOnlyMemory<byte> Request { get; init; }

    public required ProviderReply Reply { get; init; }

    public required ReadReply Read { get; init; }

    public required PlannedOrder Order { get; init; }

    public required GuardedOrder Guarded { get; init; }

    public required PolicyBounds Bounds { get; init; }

    public required Admission? Admission { get; init; }

    public required TimeSpan Latency { get; init; }

    /// <summary>What the tokens cost; null as the tokens are.</summary>
    public required decimal? Cost { get; init; }

    /// <summary>Tokens of the prompt and the answer as they are booked; null when the provider did not say.</summary>
    public required long? Tokens { get; init; }

    /// <summary>Whether it took more tokens than the request allowed.</summary>
    public bool IsAboveLimit { get; init; }

    public string Effect => Guarded.Effect(Order);

    /// <summary>Digest of what was asked, answered and made of it; the risk verdict names it, and with it the audit's chain.</summary>
    public string Sha256() => Digest.Of(new JsonMap
    {
        ["id"] = Id,
        ["decision_hash"] = DecisionHash,
        ["request"] = Digest.Of(Request.Span),
        ["response"] = Digest.Of(Reply.Body.Span),
        ["outcome"] = Read.Outcome.Code(),
        ["effect"] = Effect,
        ["order"] = Guarded.Order.ToMap(),
    });
}
