using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Loop;

/// <summary>Reads what decisions are judged against.</summary>
internal sealed class ContextLoader(
    PortfolioReader portfolio, AssetCache assets, OrderRateStore orderRate, StrategyStore strategies, CurrentCatalogue catalogue, RiskOptions risk,
    BrokerOptions orders, SwitchOptions switches)
{
    /// <param name="clock">Market time.</param>
    /// <param name="universe">Symbols that may be traded.</param>
    /// <param name="symbols">Symbols that decisions are about.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<TickContext> LoadAsync(
        SessionClock clock, IReadOnlyList<string> universe, IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        // Positions and orders come last: an order leaves on them only while they are young.
        var known = await assets.ReadAsync(symbols, cancellationToken);
        var rate = await orderRate.LoadAsync(switches.AccountLabel, clock.Now, LongestCooldown(catalogue.Current, risk), cancellationToken);
        var suspended = await strategies.LoadSuspendedAsync(cancellationToken);
        var reading = await portfolio.ReadAsync(symbols, clock.Now, cancellationToken);
        return new TickContext
        {
            Clock = clock,
            ReadAt = reading.At,
            AnsweredAt = reading.AnsweredAt,
            Universe = universe.ToHashSet(StringComparer.Ordinal),
            Portfolio = reading.Snapshot,
            OrderRate = rate,
            Prices = reading.Prices,
            Quotes = reading.Quotes,
            Assets = known,
            Suspended = suspended,
            Limits = risk.Limits(reading.Snapshot.Account.LossBase),
            Sizing = risk.Sizing(),
            Policy = orders.Policy,
        };
    }

    /// <summary>How far back entries matter: the service's cool-down holds for every strategy, a strategy's own for itself.</summary>
    /// <param name="catalogue">The strategies in force.</param>
    /// <param name="risk">The service's limits.</param>
    public static TimeSpan LongestCooldown(StrategyCatalogue catalogue, RiskOptions risk) =>
        catalogue.Strategies.Select(s => s.Cooldown ?? TimeSpan.Zero).Append(risk.Cooldown).Max();
}
