using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Loop;

/// <summary>Suspends a strategy that enters too often, before it decides once more.</summary>
internal sealed class EntryRateGuard(
    StrategyStore strategies, RiskOptions limits, SwitchOptions switches, TradingMetrics metrics, ILogger<EntryRateGuard> logger)
{
    /// <summary>A strategy that enters again and again within a minute is broken, whatever its cool-down says.</summary>
    public async Task CheckAsync(DecisionDraft draft, TickContext context, CancellationToken cancellationToken)
    {
        var name = draft.Strategy.Name;
        if (!Suspends(draft, context, limits.MaxEntriesPerSymbolMinute))
        {
            return;
        }

        var reason = $"{context.OrderRate.EntriesLastMinute(name, draft.Intent.Symbol)} entries in {draft.Intent.Symbol} within a minute";
        if (!await strategies.SuspendAsync(switches.AccountLabel, name, reason, cancellationToken))
        {
            return;
        }

        metrics.StrategySuspended();
        TradingLog.StrategySuspended(logger, name, reason);
    }

    /// <summary>Whether a decision is one too many; its strategy is suspended in the context then.</summary>
    public static bool Suspends(DecisionDraft draft, TickContext context, int mostEntries) =>
        context.OrderRate.EntriesLastMinute(draft.Strategy.Name, draft.Intent.Symbol) >= mostEntries && context.Suspended.Add(draft.Strategy.Name);
}
