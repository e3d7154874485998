using Torghut.Ws.Dedup;

namespace Torghut.Ws.Tests.Dedup;

/// <summary>A quote that moved away and back within one timestamp was dropped as a duplicate, and the quote it had replaced stayed in force.</summary>
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

    private static DedupKey Quote(string symbol, long timestamp, long content) => new(DedupKind.Quote, symbol, "", timestamp, 0, content);
}
