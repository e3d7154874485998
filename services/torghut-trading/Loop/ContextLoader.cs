using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Loop;

/// <summary>Reads what a tick's decisions are judged against.</summary>
internal sealed class ContextLoader(
    PortfolioReader portfolio, AssetCache assets, OrderRateStore orderRate, StrategyStore strategies, CurrentCatalogue catalogue, RiskOptions risk,
    BrokerOptions orders, SwitchOptions switches)
{
    public async Task<TickContext> LoadAsync(TickStart start, IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        var clock = start.Clock;
        var (snapshot, prices) = await portfolio.ReadAsync(symbols, clock.Now, cancellationToken);
        return new TickContext
        {
            Clock = clock,
            Universe = start.Universe.ToHashSet(StringComparer.Ordinal),
            Portfolio = snapshot,
            OrderRate = await orderRate.LoadAsync(switches.AccountLabel, clock.Now, LongestCooldown(), cancellationToken),
            Prices = prices,
            Assets = await assets.ReadAsync(symbols, cancellationToken),
            Suspended = await strategies.LoadSuspendedAsync(cancellationToken),
            Limits = risk.Limits(snapshot.Account.LastEquity),
            Sizing = risk.Sizing(),
            Policy = orders.Policy,
        };
    }

    private TimeSpan LongestCooldown() =>
        catalogue.Current.Strategies.Select(s => s.Cooldown ?? TimeSpan.Zero).Append(risk.Cooldown).Max();
}
