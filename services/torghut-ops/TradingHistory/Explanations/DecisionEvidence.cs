using System.Text.Json;
using Torghut.Ops.TradingHistory.Lists;

namespace Torghut.Ops.TradingHistory.Explanations;

/// <summary>What Postgres keeps of a decision.</summary>
internal sealed record DecisionEvidence
{
    public required DecisionItem Item { get; init; }
    public required string Account { get; init; }
    public required string Hash { get; init; }
    public required string StrategyVersion { get; init; }
    public required string Plugin { get; init; }
    public required string ParameterHash { get; init; }
    public required string FeatureHash { get; init; }
    public required string Timeframe { get; init; }
    public required long SignalSeq { get; init; }
    public required DateTimeOffset SignalIngestTs { get; init; }
    public required IReadOnlyList<string> Rationale { get; init; }

    /// <summary>The signal's values as the strategy saw them.</summary>
    public JsonElement? Features { get; init; }

    public JsonElement? Sizing { get; init; }

    /// <summary>What the risk engine saw, and its verdict.</summary>
    public JsonElement? Risk { get; init; }

    public DateTimeOffset? RiskAt { get; init; }
    public string? AdapterExpected { get; init; }
    public string? AdapterActual { get; init; }
    public string? FallbackReason { get; init; }
    public IReadOnlyList<ReviewEvidence> Reviews { get; init; } = [];
    public IReadOnlyList<ExecutionItem> Executions { get; init; } = [];
    public IReadOnlyList<FillEvent> Fills { get; init; } = [];
}
