using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>What the price query would say of the bars up to an instant.</summary>
public sealed class SymbolWindowTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void PriceAt_ManyBars_EqualsTheQuerysWords()
    {
        var random = new Random(5);
        var window = new SymbolWindow();
        var all = new List<RecordedBar>();
        for (var i = 0; i < 2_000; i++)
        {
            var bar = new RecordedBar(Start.AddSeconds(i + random.Next(3)), i, Math.Round(100 + random.NextDouble(), 2), random.Next(1, 1_000));
            if (all.Count > 0 && bar.At <= all[^1].At)
            {
                continue;
            }

            window.Add(bar);
            all.Add(bar);
            var (now, oldest) = (bar.At, bar.At.AddMinutes(-5));
            var price = window.PriceAt(now, oldest)!;
            var seen = all.Where(known => known.At >= oldest && known.At <= now).ToList();
            var recent = Enumerable.Reverse(seen).Skip(1).Take(5).Select(known => known.Price).Order().ToList();
            Assert.That(price.Price, Is.EqualTo(seen[^1].Price));
            Assert.That(price.Volume, Is.EqualTo(seen.Sum(known => known.Shares)));
            Assert.That(price.Recent, Is.EqualTo(recent.Count == 0 ? null : recent[((recent.Count + 1) / 2) - 1]));
        }
    }

    [Test]
    public void PriceAt_BarsTooOld_NoPrice()
    {
        var window = new SymbolWindow();
        window.Add(new RecordedBar(Start, 1, 100, 5));
        Assert.That(window.PriceAt(Start.AddMinutes(6), Start.AddMinutes(1)), Is.Null);
        Assert.That(window.Last, Is.EqualTo(100));
    }
}
