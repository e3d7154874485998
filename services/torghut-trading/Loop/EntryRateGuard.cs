using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Observability;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Loop;

/// <summary>Suspends a strategy that enters too often, before it enters once more, whether the order was decided now or waited.</summary>
internal sealed class EntryRateGuard(
    StrategyStore strategies, RiskOptions limits, SwitchOptions switches, TradingMetrics metrics, ILogger<EntryRateGuard> logger)
{
    /// <summary>
    /// Whether an order must not leave because its strategy enters again and again: such a strategy is broken, whatever its cool-down says. It is suspended
    /// then, here and in the context, so that the risk engine refuses this order and those that follow.
    /// </summary>
    /// <param name="strategy">Whose order it is.</param>
    /// <param name="symbol">What it trades.</param>
    /// <param name="verdict">What the risk engine says of it without this guard.</param>
    /// <param name="context">What it was judged on.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> SuspendsAsync(
        string strategy, string symbol, RiskVerdict verdict, TickContext context, CancellationToken cancellationToken)
    {
        if (!Suspends(strategy, symbol, verdict, context, limits.MaxEntriesPerSymbolMinute))
        {
            return false;
        }

        var reason = $"{context.OrderRate.EntriesLastMinute(strategy, symbol)} entries in {symbol} within a minute";
        if (await strategies.SuspendAsync(switches.AccountLabel, strategy, reason, cancellationToken))
        {
            metrics.StrategySuspended();
            TradingLog.StrategySuspended(logger, strategy, reason);
        }

        return true;
    }

    /// <summary>Whether an order would be an entry too many; its strategy is suspended in the context then. Only what would leave as an entry can be one: exits
    /// and orders that risk refuses anyway say nothing of how often a strategy enters.</summary>
    public static bool Suspends(string strategy, string symbol, RiskVerdict verdict, TickContext context, int mostEntries)
    {
        if (verdict is not { Approved: true, OpeningQty: > 0 } || context.OrderRate.EntriesLastMinute(strategy, symbol) < mostEntries)
        {
            return false;
        }

        context.Suspended.Add(strategy);
        return true;
    }
}
