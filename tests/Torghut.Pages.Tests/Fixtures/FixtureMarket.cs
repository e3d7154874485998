using Torghut.Contracts.Time;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>A day of one symbol as torghut-ta would have written it: the same walk at every run.</summary>
internal sealed class FixtureMarket
{
    public static readonly string[] BarColumns = ["t", "o", "h", "l", "c", "v", "vwap", "count"];

    public static readonly string[] SignalColumns =
    [
        "t", "macd", "macdSignal", "macdHist", "ema12", "ema26", "rsi14", "bollMid", "bollUpper", "bollLower", "vwapSession", "vwapW5m", "spread", "bidPx",
        "askPx", "bidSz", "askSz", "volW60s",
    ];

    private static readonly int[] Steps = [1, 5, 10, 15, 30, 60, 300, 900, 1800, 3600];

    /// <param name="isThin">Whether some seconds have no trade.</param>
    public FixtureMarket(DateOnly day, TimeOnly from, TimeOnly to, bool isThin = true)
    {
        var random = new Random(19);
        var first = NewYork.At(day, from).ToUnixTimeSeconds();
        var last = NewYork.At(day, to).ToUnixTimeSeconds();
        var price = 187.20;
        for (var t = first; t < last; t++)
        {
            var pull = Math.Sin((t - first) / 2400.0) * 0.004;
            var open = price;
            price = Math.Round(price + pull + ((random.NextDouble() - 0.5) * 0.05), 2);
            var high = Math.Round(Math.Max(open, price) + (random.NextDouble() * 0.02), 2);
            var low = Math.Round(Math.Min(open, price) - (random.NextDouble() * 0.02), 2);
            var volume = 100 * random.Next(1, 30);
            if (random.NextDouble() < 0.97 || !isThin)
            {
                Bars.Add(new FixtureBar(t, open, high, low, price, volume, Math.Round((open + price) / 2, 5), random.Next(1, 12)));
            }
        }

        Signals.AddRange(FixtureSignals.Of(Bars));
    }

    public List<FixtureBar> Bars { get; } = [];

    public List<object?[]> Signals { get; } = [];

    /// <summary>Rows of a range in the smallest step that the limit allows, or in the one that was asked for.</summary>
    public (int Step, List<object?[]> Rows) Read(bool isBars, long from, long to, int? step, int limit)
    {
        var width = step ?? Steps.First(candidate => Times(isBars, from, to).Select(t => t / candidate).Distinct().Count() <= limit);
        List<object?[]> rows = isBars
            ? [.. Bars.Where(bar => bar.T >= from && bar.T < to).GroupBy(bar => bar.T / width)
                .Select(group => FixtureBar.Of(group.Key * width, [.. group]).Row)]
            : [.. Signals.Where(row => (long)row[0]! >= from && (long)row[0]! < to).GroupBy(row => (long)row[0]! / width)
                .Select(group => (object?[])[group.Key * width, .. group.Last().Skip(1)])];
        return (width, [.. rows.Take(limit)]);
    }

    private IEnumerable<long> Times(bool isBars, long from, long to) =>
        (isBars ? Bars.Select(bar => bar.T) : Signals.Select(row => (long)row[0]!)).Where(t => t >= from && t < to);
}
