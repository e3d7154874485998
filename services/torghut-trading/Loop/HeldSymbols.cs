using Torghut.Contracts.Market;
using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Reconciliation;

namespace Torghut.Trading.Loop;

/// <summary>
/// Symbols that the account holds or has orders in. Their signals are read whatever the universe says, so that an exit can be decided; one that no strategy
/// watches has nobody who would decide it, and that is said.
/// </summary>
internal sealed class HeldSymbols(
    AccountReader account, IOrderQueries queries, CurrentCatalogue catalogue, SwitchOptions switches, TradingGauges gauges, ILogger<HeldSymbols> logger)
{
    /// <summary>The newest look; empty before the first.</summary>
    public HeldSymbolsView Last { get; private set; } = new([], []);

    public async Task<HeldSymbolsView> ReadAsync(CancellationToken cancellationToken)
    {
        var working = await queries.WorkingSymbolsAsync(switches.AccountLabel, cancellationToken);
        var view = Of([.. account.LastPositions.Where(position => position.Qty != 0).Select(position => position.Symbol)], working, catalogue.Current);
        foreach (var symbol in view.Unwatched.Except(Last.Unwatched, StringComparer.Ordinal))
        {
            TradingLog.HeldSymbolUnwatched(logger, symbol);
        }

        gauges.HeldSymbolsUnwatched = view.Unwatched.Count;
        return Last = view;
    }

    /// <summary>What follows from positions, orders and the catalogue.</summary>
    /// <param name="positions">Symbols with a position.</param>
    /// <param name="working">Symbols with an order that works, or may.</param>
    /// <param name="catalogue">The strategies in force.</param>
    public static HeldSymbolsView Of(IReadOnlyCollection<string> positions, IEnumerable<string> working, StrategyCatalogue catalogue) => new(
        [.. positions.Concat(working).Where(symbol => SymbolGrammar.IsValid(symbol)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        [.. positions.Where(symbol => !catalogue.Strategies.Any(strategy => strategy.Enabled && strategy.Trades(symbol))).Order(StringComparer.Ordinal)]);
}
