using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Trading.Backtest;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>The prices that orders of the touch model fill by.</summary>
public sealed class RecordedMarketTests
{
    private static readonly DateTimeOffset Start = new(2026, 2, 6, 15, 0, 0, TimeSpan.Zero);

    [TestCase(15, 99.0, 101.0)]
    [TestCase(16, null, null)]
    public void TouchOf_QuoteBesideAFreshPrice_CountsUntilTheStaleLimit(int age, double? bid, double? ask)
    {
        var market = new RecordedMarket(TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(15));
        market.OnSignal(new SignalRow("AAPL", Start, 0, Start, "1Sec", new SignalFeatures { ImbalanceBidPx = 99, ImbalanceAskPx = 101 }));
        market.OnBar(Bar(Start.AddSeconds(age)));

        var touch = market.TouchOf("AAPL", Start.AddSeconds(age));

        Assert.Multiple(() =>
        {
            Assert.That(touch?.Last, Is.EqualTo(100));
            Assert.That(touch?.Bid, Is.EqualTo((decimal?)bid));
            Assert.That(touch?.Ask, Is.EqualTo((decimal?)ask));
        });
    }

    private static Microbar Bar(DateTimeOffset at)
    {
        var end = Nanos.Of(at);
        var head = new Envelope(end, end, "sip", Channels.Microbars, "AAPL", 1, true, Sources.TechnicalAnalysis, null);
        return new Microbar(head, 100, 100, 100, 100, 10, 100, 1, null);
    }
}
