using Torghut.Trading.Account;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Risk;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Loop;

/// <summary>Reads what a tick's decisions are judged against.</summary>
internal sealed class ContextLoader(
    IBroker broker, ISignalSource source, OrderRateStore orderRate, StrategyStore strategies, CurrentCatalogue catalogue, RiskOptions risk,
    BrokerOptions orders, SwitchOptions switches, TimeProvider time)
{
    private static readonly TimeSpan AssetMemory = TimeSpan.FromHours(1);

    private readonly Dictionary<string, (BrokerAsset Asset, long At)> _assets = new(StringComparer.Ordinal);

    public async Task<TickContext> LoadAsync(MarketClock clock, IReadOnlyList<string> universe, IReadOnlyCollection<string> symbols,
        CancellationToken cancellationToken)
    {
        var open = await broker.ListOpenAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        var account = await broker.GetAccountAsync(cancellationToken);
        var priced = symbols.Concat(positions.Select(p => p.Symbol)).Concat(open.Select(o => o.Symbol)).Distinct(StringComparer.Ordinal).ToList();
        var prices = await source.ReadPricesAsync(priced, clock.Now, cancellationToken);
        return new TickContext
        {
            Clock = clock,
            Universe = universe.ToHashSet(StringComparer.Ordinal),
            Portfolio = new PortfolioSnapshot(account, positions, open, prices),
            OrderRate = await orderRate.LoadAsync(switches.AccountLabel, clock.Now, LongestCooldown(), cancellationToken),
            Prices = prices,
            Assets = await AssetsAsync(symbols, cancellationToken),
            Suspended = await strategies.LoadSuspendedAsync(cancellationToken),
            Limits = risk.Limits(account.LastEquity),
            Sizing = risk.Sizing(),
            Policy = orders.Policy,
        };
    }

    private TimeSpan LongestCooldown() =>
        catalogue.Current.Strategies.Select(s => s.Cooldown ?? TimeSpan.Zero).Append(risk.Cooldown).Max();

    private async Task<IReadOnlyDictionary<string, BrokerAsset>> AssetsAsync(IEnumerable<string> symbols, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, BrokerAsset>(StringComparer.Ordinal);
        foreach (var symbol in symbols)
        {
            if (!_assets.TryGetValue(symbol, out var known) || time.GetElapsedTime(known.At) > AssetMemory)
            {
                var asset = await broker.FindAssetAsync(symbol, cancellationToken) ?? new BrokerAsset(symbol, false, false);
                _assets[symbol] = known = (asset, time.GetTimestamp());
            }

            found.Add(symbol, known.Asset);
        }

        return found;
    }
}
