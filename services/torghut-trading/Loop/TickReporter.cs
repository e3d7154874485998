using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Json;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Loop;

/// <summary>What is logged, counted and shown of a tick.</summary>
internal sealed class TickReporter(LoopStatus status, TradingMetrics metrics, TradingGauges gauges, ILogger<TickRunner> logger)
{
    public void Ended(TickResult result, string? error, TimeSpan elapsed)
    {
        metrics.Tick(result.Outcome, elapsed);
        gauges.Ticked();
        status.Ticked(result.Outcome, error);
    }

    /// <summary>A failure of the world outside; logged once for as long as it lasts.</summary>
    public void Failed(string outcome, string reason)
    {
        if (outcome == TickOutcomes.FetchFailed)
        {
            metrics.NoSignal(NoSignalReasons.FetchFailed);
            status.NoSignals(NoSignalReasons.FetchFailed);
        }

        if (status.View.LastOutcome != outcome)
        {
            TradingLog.TickFailed(logger, outcome, reason);
        }
    }

    public void Saw(MarketClock clock) => status.Saw(clock);

    public void Saw(UniverseView universe)
    {
        gauges.UniverseSymbols = universe.Symbols.Count;
        if (!universe.Known)
        {
            metrics.UniverseFailSafe();
            TradingLog.UniverseFailSafe(logger, universe.Fault ?? "empty");
        }
    }

    /// <summary>Sizing, advice and risk of one decision took this long.</summary>
    public void Evaluated(TimeSpan elapsed) => metrics.Evaluated(elapsed);

    public void Decided(DecisionRow row, DecisionDraft draft, PlannedOrder order, RiskVerdict verdict)
    {
        var word = verdict.Approved ? "approved" : "rejected";
        metrics.Decision(draft.Strategy.Name, word);
        foreach (var code in verdict.Codes)
        {
            metrics.RiskReject(code);
        }

        status.Decided(verdict.Approved);
        TradingLog.Decision(
            logger, row.DecisionHash, draft.Strategy.Name, CanonicalText.Of(order.Side), order.Qty, order.Symbol, word, string.Join(',', verdict.Codes));
    }

    /// <summary>A part of a share that cannot be closed.</summary>
    public void Left(DecisionDraft draft, decimal rest) => TradingLog.FractionLeft(logger, rest, draft.Intent.Symbol, draft.Hash);

    /// <summary>An approved order that is not sent; counted under its first reason.</summary>
    public void NotSent(DecisionRow row, IReadOnlyList<string> codes)
    {
        metrics.LocalReject(codes[0]);
        TradingLog.OrderNotSent(logger, row.DecisionHash, string.Join(',', codes));
    }
}
