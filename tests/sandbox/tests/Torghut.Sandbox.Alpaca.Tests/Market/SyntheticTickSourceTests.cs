using Torghut.Sandbox.Alpaca.Market;
using Torghut.Sandbox.Alpaca.Synthetic;

namespace Torghut.Sandbox.Alpaca.Tests.Market;

public sealed class SyntheticTickSourceTests
{
    private static AlpacaSimulatorOptions Options(int seed, params string[] symbols) =>
        new() { Seed = seed, Symbols = symbols, Date = new DateOnly(2026, 4, 6) };

    [Test]
    public void TryRead_SameSeed_GivesTheSameTicks()
    {
        var first = Read(Options(7, "AAPL", "IBM"), 5_000);
        var again = Read(Options(7, "AAPL", "IBM"), 5_000);
        Assert.That(again, Is.EqualTo(first));
    }

    [Test]
    public void TryRead_OtherSeed_GivesOtherTicks() => Assert.That(Read(Options(7, "AAPL"), 100), Is.Not.EqualTo(Read(Options(8, "AAPL"), 100)));

    [Test]
    public void TryRead_OtherSymbolsBeside_ChangeNothing()
    {
        var alone = Read(Options(7, "AAPL"), 1_000);
        var beside = Read(Options(7, "AAPL", "IBM", "SPY"), 10_000).Where(t => t.Symbol == 0).Take(1_000);
        Assert.That(beside, Is.EqualTo(alone));
    }

    [Test]
    public void TryRead_Ticks_LookLikeAMarket()
    {
        var ticks = Read(Options(7, "AAPL"), 100_000);
        var quotes = ticks.Where(t => t.Kind == TickKind.Quote).ToArray();
        var trades = ticks.Where(t => t.Kind == TickKind.Trade).ToArray();
        var seconds = (ticks[^1].Time - ticks[0].Time) / 1e9;
        Assert.Multiple(() =>
        {
            Assert.That(quotes.All(q => q.Bid > 0 && q.Ask > q.Bid && q.Bid % 100 == 0 && q.BidSize > 0), Is.True);
            Assert.That(trades.Select(t => t.Id), Is.Unique);
            Assert.That(trades.All(t => t.Size > 0 && (t.Size < 100) == t.Conditions.Codes.Contains("I")), Is.True);
            Assert.That(trades.Length / seconds, Is.InRange(5, 20), "Trades per second, bursts included.");
            Assert.That(ticks.Zip(ticks.Skip(1)).All(p => p.First.Time <= p.Second.Time), Is.True);
        });
    }

    [Test]
    public void TryRead_LateTrades_AreReportedAfterTheirTime()
    {
        using var source = new SyntheticTickSource(Options(7, "AAPL") with { LateTrades = 0.05 });
        var late = 0;
        var last = 0L;
        for (var i = 0; i < 20_000; i++)
        {
            source.TryRead(out var tick, out var reportedAt);
            Assert.That(reportedAt, Is.GreaterThanOrEqualTo(last));
            last = reportedAt;
            late += tick.Time < reportedAt ? 1 : 0;
        }

        Assert.That(late, Is.InRange(100, 300));
    }

    private static List<Tick> Read(AlpacaSimulatorOptions options, int count)
    {
        using var source = new SyntheticTickSource(options);
        var ticks = new List<Tick>(count);
        while (ticks.Count < count && source.TryRead(out var tick, out _))
        {
            ticks.Add(tick);
        }

        return ticks;
    }
}
