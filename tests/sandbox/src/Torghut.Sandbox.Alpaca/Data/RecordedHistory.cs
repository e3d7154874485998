using System.Collections.Concurrent;
using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Lean;
using Torghut.Sandbox.Alpaca.Market;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>The recorded day up to the market's present, read from the files again.</summary>
internal sealed class RecordedHistory(LeanFolder folder, MarketClock clock) : IMarketHistory
{
    private readonly ConcurrentDictionary<string, Bar[]> _minutes = new(StringComparer.Ordinal);
    private readonly long _midnight = Nanos.Of(NewYork.At(folder.Date, TimeOnly.MinValue));

    public IEnumerable<Bar> Minutes(SymbolInfo symbol, long start, long end)
    {
        var complete = clock.Now - Nanos.PerMinute;
        return _minutes.GetOrAdd(symbol.Name, _ => Build(symbol)).Where(b => b.Time >= start && b.Time <= Math.Min(end, complete));
    }

    public IEnumerable<Tick> Trades(SymbolInfo symbol, long start, long end)
    {
        end = Math.Min(end, clock.Now);
        using var file = new LeanTradeFile(folder.TradeFile(symbol.Name), symbol.Index, _midnight);
        while (file.TryRead(out var trade) && trade.Time <= end)
        {
            if (trade.Time >= start)
            {
                yield return trade;
            }
        }
    }

    public IEnumerable<Tick> Quotes(SymbolInfo symbol, long start, long end)
    {
        if (!File.Exists(folder.QuoteFile(symbol.Name)))
        {
            yield break;
        }

        end = Math.Min(end, clock.Now);
        using var file = new LeanQuoteFile(folder.QuoteFile(symbol.Name), symbol.Index, _midnight);
        for (var row = 1L; file.TryRead(out var quote) && quote.Time <= end; row++)
        {
            if (quote.Time >= start)
            {
                // Many quotes share a millisecond; their row tells a page's end from its neighbours.
                quote.Id = row;
                yield return quote;
            }
        }
    }

    private Bar[] Build(SymbolInfo symbol)
    {
        var bars = new List<Bar>();
        using var file = new LeanTradeFile(folder.TradeFile(symbol.Name), 0, _midnight);
        BarBuilder? builder = null;
        while (file.TryRead(out var trade))
        {
            builder ??= new BarBuilder(1, trade.Time, (bar, kind) =>
            {
                if (kind == BarKind.Minute)
                {
                    bars.Add(bar with { Symbol = symbol.Index });
                }
            });
            builder.AdvanceTo(trade.Time);
            builder.Add(trade);
        }

        builder?.AdvanceTo(builder.NextDue);
        builder?.AdvanceTo(builder.NextDue);
        return [.. bars];
    }
}
