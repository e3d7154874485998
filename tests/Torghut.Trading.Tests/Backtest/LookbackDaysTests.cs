using Torghut.Trading.Backtest;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>The purge of a walk-forward is as long as what a decision knows.</summary>
public sealed class LookbackDaysTests
{
    [TestCase("macd > 0", 300)]
    [TestCase("prev(macd, 7) > 0", 307)]
    [TestCase("avg(macd, 600) > 0", 899)]
    public void Bars_OfRules_AreTheIndicatorsAndWhatTheyLookBackAt(string entry, int bars)
    {
        var catalogue = CatalogueParser.Parse("a.yaml", $"strategies:\n  - {{name: a, type: rules, entry: \"{entry}\", exit: rsi14 > 65}}\n").Catalogue!;
        Assert.That(LookbackDays.Bars(catalogue), Is.EqualTo(bars));
    }

    /// <summary>Weekdays of two weeks: one symbol trades all day, the other so often a day.</summary>
    [TestCase(5_000, 900, 1)]
    [TestCase(900, 900, 1)]
    [TestCase(300, 900, 3)]
    [TestCase(301, 900, 3)]
    [TestCase(299, 900, 4)]
    [TestCase(10, 900, 4, Description = "over a weekend nothing is known any more")]
    public void Of_SymbolThatTradesSeldom_ReachesAsFarAsItsBars(int perDay, int bars, int days)
    {
        var lookback = new LookbackDays();
        foreach (var (symbol, count) in new[] { ("AAPL", 10_000), ("RARE", perDay) })
        {
            for (var day = 2; day <= 13; day++)
            {
                if (day is 7 or 8)
                {
                    continue;
                }

                var open = new DateTimeOffset(2026, 2, day, 14, 30, 0, TimeSpan.Zero);
                for (var i = 0; i < count; i++)
                {
                    lookback.See(Row(symbol, open + (i * (TimeSpan.FromHours(6) / count))));
                }
            }
        }

        Assert.That(lookback.Of(bars), Is.EqualTo(days));
    }

    [Test]
    public void Of_OneDayOrNone_IsOne()
    {
        var lookback = new LookbackDays();
        Assert.That(lookback.Of(900), Is.EqualTo(1));
        lookback.See(Row("AAPL", RecordedDayOfSignals.Open));
        Assert.That(lookback.Of(900), Is.EqualTo(1));
    }

    private static SignalRow Row(string symbol, DateTimeOffset at) => SignalRowReader.Read(RecordedDayOfSignals.SignalOf(symbol, 1)).Row! with
    {
        Symbol = symbol,
        EventTs = at,
        Features = SignalFeatures.Empty,
    };
}
