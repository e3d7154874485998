using System.Text.Json;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>A review by a language model, as it is on record.</summary>
/// <param name="Verdict">Null when there was none.</param>
/// <param name="Effect">What it did to the order.</param>
internal sealed record ReviewEvidence(
    Guid Id, DateTimeOffset At, string? Model, string? PromptVersion, string? Mode, string? Outcome, string? Verdict, decimal? Confidence, string? Effect,
    string? SkipReason, int? LatencyMs, IReadOnlyList<string> Reasons, JsonElement? Output);
