using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Checkpoints;
using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Backtest;

/// <summary>
/// What the service would read of bars and quotes at an instant, from the records up to it: the answers of <see cref="SignalSql.Prices"/> and
/// <see cref="SignalSql.Quotes"/> without a database.
/// </summary>
/// <param name="lookback">Oldest price that still counts.</param>
/// <param name="staleQuote">Oldest quote that still fills; the last price stands in for an older one.</param>
internal sealed class RecordedMarket(TimeSpan lookback, TimeSpan staleQuote) : ICheckpointed
{
    private readonly Dictionary<string, SymbolWindow> _symbols = new(StringComparer.Ordinal);

    public IEnumerable<string> Symbols => _symbols.Keys;

    /// <summary>Takes a bar; one that is none is passed over, as the query does.</summary>
    public void OnBar(in Microbar bar)
    {
        if (double.IsFinite(bar.Close) && bar.Close > 0 && bar.Close < MarketDataBounds.PriceLimit
            && double.IsFinite(bar.Volume) && bar.Volume >= 0 && bar.Volume < MarketDataBounds.SizeLimit)
        {
            Of(bar.Envelope.Symbol).Add(new RecordedBar(Nanos.ToInstant(bar.Envelope.EventTs), bar.Envelope.Seq, bar.Close, bar.Volume));
        }
    }

    /// <summary>Takes the quote that came with a signal.</summary>
    public void OnSignal(SignalRow row)
    {
        var symbol = Of(row.Symbol);
        (symbol.QuoteAt, symbol.Bid, symbol.Ask) = (row.EventTs, row.Features.ImbalanceBidPx, row.Features.ImbalanceAskPx);
    }

    /// <summary>Newest price and volume of a symbol; null when there is none recent enough.</summary>
    public PriceView? PriceOf(string symbol, DateTimeOffset now) =>
        _symbols.TryGetValue(symbol, out var window) ? window.PriceAt(now, now - lookback) : null;

    /// <summary>Last price of a symbol, however old; null when it never had one.</summary>
    public decimal? LastOf(string symbol) => _symbols.TryGetValue(symbol, out var window) ? window.Last : null;

    /// <summary>Last price and quote of a symbol, as orders fill by; null without a recent price.</summary>
    public TopOfBook? TouchOf(string symbol, DateTimeOffset now)
    {
        if (PriceOf(symbol, now) is not { } price)
        {
            return null;
        }

        var window = _symbols[symbol];
        return window.QuoteAt >= now - staleQuote
            ? new QuoteView(RecordedBar.ToPrice(window.Bid), RecordedBar.ToPrice(window.Ask)).Over(price.Price)
            : new TopOfBook(price.Price, null, null);
    }

    public void Save(CheckpointWriter writer) => writer.Write(_symbols, pair =>
    {
        writer.Write(pair.Key);
        pair.Value.Save(writer);
    });

    public void Load(CheckpointReader reader) => reader.All(() => Of(reader.Text()).Load(reader));

    private SymbolWindow Of(string symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var window))
        {
            _symbols.Add(symbol, window = new SymbolWindow());
        }

        return window;
    }
}
