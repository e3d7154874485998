using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Numbers;
using Torghut.Sandbox.Alpaca.Synthetic;

namespace Torghut.Sandbox.Alpaca.Data;

/// <summary>
/// A synthetic market's past: what it has done since it started, the last trades and quotes of each symbol, and before the start minute bars
/// of five days that lead to the first price.
/// </summary>
internal sealed class GeneratedHistory : IMarketHistory
{
    private const int MinutesBefore = 5 * 24 * 60;
    private const int MinutesKept = 20_000;
    private const int TicksKept = 50_000;

    private readonly Lock _gate = new();
    private readonly Queue<Bar>[] _minutes;
    private readonly Queue<Tick>[] _trades;
    private readonly Queue<Tick>[] _quotes;

    public GeneratedHistory(IReadOnlyList<SymbolInfo> symbols, int seed, long startTime)
    {
        _trades = [.. symbols.Select(_ => new Queue<Tick>())];
        _quotes = [.. symbols.Select(_ => new Queue<Tick>())];
        _minutes = [.. symbols.Select(s => new Queue<Bar>(Before(s, seed, startTime)))];
    }

    public void Record(Bar minute)
    {
        lock (_gate)
        {
            Keep(_minutes[minute.Symbol], minute, MinutesKept);
        }
    }

    public void Record(Tick tick)
    {
        lock (_gate)
        {
            Keep((tick.Kind == TickKind.Trade ? _trades : _quotes)[tick.Symbol], tick, TicksKept);
        }
    }

    public IEnumerable<Bar> Minutes(SymbolInfo symbol, long start, long end)
    {
        lock (_gate)
        {
            return [.. _minutes[symbol.Index].Where(b => b.Time >= start && b.Time <= end)];
        }
    }

    public IEnumerable<Tick> Trades(SymbolInfo symbol, long start, long end)
    {
        lock (_gate)
        {
            return [.. _trades[symbol.Index].Where(t => t.Time >= start && t.Time <= end).OrderBy(t => t.Time).ThenBy(t => t.Id)];
        }
    }

    public IEnumerable<Tick> Quotes(SymbolInfo symbol, long start, long end)
    {
        lock (_gate)
        {
            return [.. _quotes[symbol.Index].Where(q => q.Time >= start && q.Time <= end)];
        }
    }

    private static void Keep<T>(Queue<T> queue, T item, int kept)
    {
        queue.Enqueue(item);
        if (queue.Count > kept)
        {
            queue.Dequeue();
        }
    }

    // Walks back from the first price, so that the past joins the present.
    private static Stack<Bar> Before(SymbolInfo symbol, int seed, long startTime)
    {
        var random = SplitMix64.For(seed, "history:" + symbol.Name);
        var price = SyntheticProfile.Of(symbol.Name, seed).Price;
        var minute = startTime - (startTime % Nanos.PerMinute) - Nanos.PerMinute;
        var bars = new Stack<Bar>(MinutesBefore);
        for (var i = 0; i < MinutesBefore; i++)
        {
            var close = price;
            price *= 1 - (4e-4 * random.NextNormal());
            var wick = close * 2e-4 * random.NextDouble();
            var volume = 200 + (long)random.NextExponential(3000);
            bars.Push(new Bar(
                symbol.Index, minute, Units(price), Units(Math.Max(price, close) + wick), Units(Math.Min(price, close) - wick), Units(close),
                volume, 1 + (volume / 80), Math.Round((price + close) / 2, 6)));
            minute -= Nanos.PerMinute;
        }

        return bars;
    }

    private static long Units(double price) => (long)Math.Round(price * 100) * 100;
}
