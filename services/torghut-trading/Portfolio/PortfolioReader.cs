using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Portfolio;

/// <summary>Reads the account as decisions are judged against it. Orders are read before positions, so that a fill in between counts twice.</summary>
internal sealed class PortfolioReader(IBroker broker, ISignalSource source)
{
    /// <param name="symbols">Symbols to price besides those held and ordered.</param>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<(PortfolioSnapshot Snapshot, IReadOnlyDictionary<string, PriceView> Prices)> ReadAsync(
        IReadOnlyCollection<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        var open = await broker.ListOpenAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        var account = await broker.GetAccountAsync(cancellationToken);
        var priced = symbols.Concat(positions.Select(p => p.Symbol)).Concat(open.Select(o => o.Symbol)).Distinct(StringComparer.Ordinal).ToList();
        var prices = await source.ReadPricesAsync(priced, marketTime, cancellationToken);
        return (new PortfolioSnapshot(account, positions, open, prices), prices);
    }
}
