using Torghut.Trading.Json;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Decisions;

/// <summary>The columns of a new decision, and the same facts for the audit.</summary>
internal static class DecisionParameters
{
    public static object Of(DecisionDraft draft, string? traceParent) => new
    {
        Id = Guid.CreateVersion7(draft.MarketTime),
        draft.Intent.AccountLabel,
        DecisionHash = draft.Hash,
        CanonicalIntent = draft.Intent.ToCanonicalForm(),
        draft.Intent.StrategyName,
        StrategyVersion = draft.Strategy.Version,
        PluginType = draft.Strategy.Plugin.Type,
        PluginVersion = draft.Strategy.Plugin.Version,
        ParameterHash = draft.Strategy.Parameters.Hash,
        FeatureHash = draft.Signal.Features.Hash(),
        draft.Intent.Symbol,
        draft.Intent.Timeframe,
        Action = CanonicalText.Of(draft.Intent.Action),
        SignalEventTs = draft.Signal.EventTs,
        SignalSeq = draft.Signal.Seq,
        SignalIngestTs = draft.Signal.IngestTs,
        MarketTs = draft.MarketTime,
        Rationale = PersistedJson.Of([.. draft.Rationale]),
        Features = PersistedJson.Of(draft.Signal.Features.ToMap()),
        TraceParent = traceParent,
    };

    public static JsonMap Facts(DecisionDraft draft) => new()
    {
        ["canonical_intent"] = draft.Intent.ToCanonicalForm(),
        ["strategy_version"] = draft.Strategy.Version,
        ["parameter_hash"] = draft.Strategy.Parameters.Hash,
        ["plugin_type"] = draft.Strategy.Plugin.Type,
        ["plugin_version"] = draft.Strategy.Plugin.Version,
        ["feature_hash"] = draft.Signal.Features.Hash(),
        ["features"] = draft.Signal.Features.ToMap(),
        ["rationale"] = draft.Rationale,
        ["market_ts"] = draft.MarketTime,
    };
}
