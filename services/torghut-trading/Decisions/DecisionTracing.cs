using System.Diagnostics;
using Torghut.Common.Tracing;
using Torghut.Trading.Observability;

namespace Torghut.Trading.Decisions;

/// <summary>Spans of a decision's own trace, which begins with the signal's and outlives the process.</summary>
internal static class DecisionTracing
{
    /// <summary>A span of a decision's own trace, whatever the loop is doing; null while nobody listens.</summary>
    public static Activity? Start(string name, DecisionRow decision)
    {
        if (!TradingTracing.Source.HasListeners())
        {
            return null;
        }

        return TradingTracing.Source.StartActivity(name, ActivityKind.Internal, ParentOf(decision))?
            .SetTag(TradingTracing.DecisionHash, decision.DecisionHash)
            .SetTag(TradingTracing.DecisionId, decision.Id.ToString("D"))
            .SetTag(TradingTracing.Strategy, decision.StrategyName)
            .SetTag(TradingTracing.Symbol, decision.Symbol);
    }

    /// <summary>The span under way when it is of the decision's trace, else the one that the trace began with; default when the decision has none.</summary>
    public static ActivityContext ParentOf(DecisionRow? decision)
    {
        var stored = TraceHeader.Parse(decision?.TraceParent);
        return Activity.Current is { } current && current.TraceId == stored.TraceId ? current.Context : stored;
    }
}
