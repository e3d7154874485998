using Torghut.Alpaca.Trading;
using Torghut.Trading.Execution;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Portfolio;

/// <summary>Reads the account as decisions are judged against it. Orders are read before positions, so that a fill in between counts twice.</summary>
internal sealed class PortfolioReader(
    IBroker broker, ISignalSource source, QuoteReader quoteReader, UnreadItems unread, MovedMoney moved, TimeProvider time)
{
    /// <param name="symbols">Symbols to price besides those held and ordered.</param>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<PortfolioReading> ReadAsync(
        IReadOnlyCollection<string> symbols, DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        var account = (await broker.GetAccountAsync(cancellationToken)) with { MovedIn = moved.SinceLastClose };
        var quotes = await quoteReader.ReadAsync(symbols, cancellationToken);
        var at = time.GetTimestamp();
        var open = await broker.ListOpenAsync(cancellationToken);
        var positions = await broker.ListPositionsAsync(cancellationToken);
        var answered = time.GetTimestamp();
        await unread.SawAsync(UnreadKinds.Order, open.Unread, cancellationToken);
        await unread.SawAsync(UnreadKinds.Position, positions.Unread, cancellationToken);
        if (account.Unread is { } reason)
        {
            await unread.SawAsync(UnreadKinds.Account, [new UnreadItem("account", null, reason, account.RawJson)], cancellationToken);
        }

        var priced = symbols.Concat(positions.Select(p => p.Symbol)).Concat(open.Select(o => o.Symbol)).Distinct(StringComparer.Ordinal).ToList();
        var prices = await source.ReadPricesAsync(priced, marketTime, cancellationToken);
        return new PortfolioReading(new PortfolioSnapshot(account, positions, open, prices), prices, WithPositions(quotes, positions), at, answered);
    }

    /// <summary>With a position the broker says what its symbol was traded at last: its word where the market data, which is another host, has none.</summary>
    private static Dictionary<string, BrokerQuote> WithPositions(IReadOnlyDictionary<string, BrokerQuote> quotes, IEnumerable<BrokerPosition> positions)
    {
        var known = new Dictionary<string, BrokerQuote>(quotes, StringComparer.Ordinal);
        foreach (var position in positions.Where(position => position.Price is > 0))
        {
            var quote = known.GetValueOrDefault(position.Symbol) ?? new BrokerQuote(null, null, null, null);
            known[position.Symbol] = quote with { Trade = quote.Trade ?? position.Price };
        }

        return known;
    }
}
