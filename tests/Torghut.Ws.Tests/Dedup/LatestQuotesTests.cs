using Torghut.Ws.Dedup;

namespace Torghut.Ws.Tests.Dedup;

/// <summary>A quote that moved away and back within one timestamp was dropped as a duplicate, and the quote it had replaced stayed in force.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LatestQuotesTests
{
    private readonly LatestQuotes _latest = new();

    [Test]
    public void IsChange_QuoteReturnsWithinItsInstant_IsAChange()
    {
        _latest.Mark(Quote("IBM", 100, 1));
        _latest.Mark(Quote("IBM", 100, 2));

        Assert.That(_latest.IsChange(Quote("IBM", 100, 1)), Is.True);
    }

    [Test]
    public void IsChange_SameQuoteAgain_IsNone()
    {
        _latest.Mark(Quote("IBM", 100, 1));

        Assert.That(_latest.IsChange(Quote("IBM", 100, 1)), Is.False);
    }

    [Test]
    public void IsChange_QuoteOfAnotherInstantOrSymbol_IsLeftToTheWindow()
    {
        _latest.Mark(Quote("IBM", 100, 1));

        Assert.Multiple(() =>
        {
            Assert.That(_latest.IsChange(Quote("IBM", 99, 2)), Is.False);
            Assert.That(_latest.IsChange(Quote("SPY", 100, 2)), Is.False);
        });
    }

    [Test]
    public void Mark_MoreSymbolsThanExist_ForgetsSomeRatherThanGrow()
    {
        var latest = new LatestQuotes();
        for (var i = 0; i < 65_536; i++)
        {
            latest.Mark(Quote("A" + i, 100, 1));
        }

        latest.Mark(Quote("A0", 100, 2));
        Assert.That(latest.Count, Is.EqualTo(65_536), "a symbol that is known makes no room");
        latest.Mark(Quote("NEW", 100, 1));
        Assert.That(latest.Count, Is.EqualTo(1));
    }

    private static DedupKey Quote(string symbol, long timestamp, long content) => new(DedupKind.Quote, symbol, "", timestamp, 0, content);
}
