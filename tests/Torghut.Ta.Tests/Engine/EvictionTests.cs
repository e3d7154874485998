using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Oracle;
using static Torghut.Ta.Tests.Engine.Scenario;

namespace Torghut.Ta.Tests.Engine;

/// <summary>State is bounded by the symbols of a day, and what is let go is decided by the logs alone.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class EvictionTests
{
    private const long Hour = 3_600;
    private readonly EngineRun _run = new();
    private long _offset;

    [Test]
    public void SilentForADay_IsLetGoAndNamedToTheCommit()
    {
        Trade("AAA", 0);
        Quote("AAA", 0);
        Trade("BBB", 20 * Hour);
        Quote("BBB", 20 * Hour);
        Assert.That(_run.Engine.SymbolCount, Is.EqualTo(2));
        Trade("BBB", 26 * Hour);
        Assert.That(_run.Engine.SymbolCount, Is.EqualTo(2), "quotes are not there yet");
        Quote("BBB", 26 * Hour);
        Assert.That((_run.Engine.SymbolCount, _run.Engine.Counters.Evicted), Is.EqualTo((1, 1)));
        Assert.That(_run.Engine.Evicted, Is.EqualTo(new[] { "AAA" }));
    }

    [Test]
    public void TradesOncePerDay_AreOneSeries()
    {
        for (var day = 0; day < 30; day++)
        {
            Trade("THN", day * 24 * Hour, price: 100 + (day % 3));
        }

        _run.Finish();
        Assert.That(_run.Signals.Values.Last().Rsi14, Is.Not.Null);
        Assert.That(_run.Signals, Has.Count.EqualTo(30));
    }

    /// <summary>Whether its state was really gone when the symbol came back changes nothing.</summary>
    [TestCase(true)]
    [TestCase(false)]
    public void SilentForTwoDays_BeginsAnew(bool others)
    {
        for (var second = 0; second < 20; second++)
        {
            Trade("AAA", second);
        }

        if (others)
        {
            Trade("BBB", 47 * Hour);
            Quote("BBB", 47 * Hour);
        }

        Trade("AAA", 48 * Hour, price: 200);
        Trade("AAA", (48 * Hour) + 9, price: 200);
        _run.Finish();
        var after = _run.Signals.Values.Where(signal => signal.Envelope.Symbol == "AAA").TakeLast(2).ToList();
        Assert.That(after.Select(signal => (signal.Ema!.Value.Ema12, signal.Rsi14)), Is.All.EqualTo((200.0, (double?)null)));
    }

    /// <summary>A symbol that was let go and came back keeps what it has since, however long the commit takes to come.</summary>
    [Test]
    public void BackBeforeTheCommit_IsNotLetGoAgainAtTheNextTurns()
    {
        var (rare, often) = (new EngineRun(), new EngineRun());
        foreach (var hour in new[] { 0, 72, 73, 74, 75 })
        {
            for (var second = 0; second < 20; second++)
            {
                foreach (var symbol in new[] { "AAA", "BBB" })
                {
                    var at = (hour * Hour) + second;
                    var (trade, quote) = (TradeOf(symbol, at, 100 + (second % 7)), QuoteOf(symbol, at));
                    foreach (var run in new[] { rare, often })
                    {
                        run.Feed(trade);
                        run.Feed(quote);
                    }

                    often.SaveTo([]);
                }
            }
        }

        rare.Finish();
        often.Finish();
        Assert.That((rare.Engine.SymbolCount, often.Engine.SymbolCount), Is.EqualTo((2, 2)));
        Assert.That(rare.Bars.Values, Is.EqualTo(often.Bars.Values));
        Assert.That(rare.Signals.Values, Is.EqualTo(often.Signals.Values));
    }

    [Test]
    public void RestoredState_RemembersWhenItWasHeardOf()
    {
        Trade("AAA", 0);
        Trade("BBB", 20 * Hour);
        _run.Finish();
        _run.Restart([]);
        _run.Finish();
        Trade("BBB", 26 * Hour);
        Assert.That(_run.Engine.SymbolCount, Is.EqualTo(1));
    }

    [Test]
    public void NewSymbolBeyondTheLimit_IsRefusedAndTheKnownGoOn()
    {
        var run = new EngineRun(budget: new SymbolBudget(2));
        Trade("AAA", 0, run: run);
        Trade("BBB", 1, run: run);
        Assert.That(Trade("CCC", 2, run: run), Is.EqualTo(EventOutcome.Implausible));
        Assert.That(run.Engine.Refusal, Is.EqualTo("too_many_symbols"));
        Assert.That(Trade("AAA", 3, run: run), Is.EqualTo(EventOutcome.Applied));
        run.Finish();
        Trade("BBB", 27 * Hour, run: run);
        Trade("BBB", 28 * Hour, run: run);
        Assert.That(Trade("CCC", 28 * Hour, run: run), Is.EqualTo(EventOutcome.Applied), "AAA made room");
    }

    private EventOutcome Trade(string symbol, long second, double price = 100, EngineRun? run = null) =>
        (run ?? _run).Feed(TradeOf(symbol, second, price));

    private void Quote(string symbol, long second) => _run.Feed(QuoteOf(symbol, second));

    private OracleTrade TradeOf(string symbol, long second, double price) =>
        new(symbol, Start + (second * Second), _offset, _offset++, Start + (second * Second) + 7, 1_000 + _offset, "V", price, 1, "@");

    private OracleQuote QuoteOf(string symbol, long second) =>
        new(symbol, Start + (second * Second), _offset, _offset++, Start + (second * Second) + 7, 99, 1, 101, 1);
}
