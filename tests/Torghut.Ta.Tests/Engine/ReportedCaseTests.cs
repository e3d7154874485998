using System.Globalization;
using Torghut.Contracts.Records;
using Torghut.Ta.Engine;
using Torghut.Ta.Tests.Oracle;
using static Torghut.Ta.Tests.Engine.Scenario;

namespace Torghut.Ta.Tests.Engine;

/// <summary>Situations that others met and reported, as the engine has them.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
internal sealed class ReportedCaseTests
{
    private readonly EngineRun _run = new();
    private long _offset;

    /// <summary>alpaca_zorro_plugin 11: an ask of 0 with size 0 made a spread of −25.1.</summary>
    [Test]
    public void OneSidedQuote_HasNoSpreadAndKeepsTheLiveSide()
    {
        Quote("ONX", "2026-11-27T21:30:00.1Z", 25.1, 3, 0, 0);
        Trade("ONX", "2026-11-27T21:30:00.2Z", 1, 25.12, 10, "@");
        Assert.That(Finish().Signals.Single().Value.Imbalance, Is.EqualTo(new Imbalance(null, 25.1, null, 3, null)));
    }

    [TestCase(25.1, 0, 25.2, 4, null, null, 25.2, 4d)]
    [TestCase(0, 0, 25.2, 4, null, null, 25.2, 4d)]
    public void QuoteWithoutABid_KeepsTheAsk(
        double bid, double bidSize, double ask, double askSize, double? expectedBid, double? expectedBidSize, double expectedAsk, double expectedAskSize)
    {
        Quote("ONX", "2026-11-27T21:30:00.1Z", bid, bidSize, ask, askSize);
        Trade("ONX", "2026-11-27T21:30:00.2Z", 1, 25.12, 10, "@");
        Assert.That(
            Finish().Signals.Single().Value.Imbalance, Is.EqualTo(new Imbalance(null, expectedBid, expectedAsk, expectedBidSize, expectedAskSize)));
    }

    [Test]
    public void QuoteWithoutEitherSide_IsNoQuote()
    {
        Quote("ONX", "2026-11-27T21:30:00.1Z", 0, 0, 0, 0);
        Trade("ONX", "2026-11-27T21:30:00.2Z", 1, 25.12, 10, "@");
        Assert.That(Finish().Signals.Single().Value.Imbalance, Is.Null);
    }

    [Test]
    public void CrossedQuote_KeepsItsNegativeSpread()
    {
        Quote("CRX", "2026-11-27T15:30:00.1Z", 25.15, 3, 25.10, 1);
        Trade("CRX", "2026-11-27T15:30:00.2Z", 1, 25.12, 10, "@");
        Assert.That(Finish().Signals.Single().Value.Imbalance!.Value.Spread, Is.EqualTo(25.10 - 25.15));
    }

    [TestCase(-25.1, 3, 25.2, 1)]
    [TestCase(25.1, -3, 25.2, 1)]
    [TestCase(25.1, 3, -25.2, 1)]
    [TestCase(25.1, 3, 25.2, -1)]
    [TestCase(double.PositiveInfinity, 3, 25.2, 1)]
    [TestCase(25.1, double.NaN, 25.2, 1)]
    [TestCase(1e9, 3, 25.2, 1)]
    [TestCase(25.1, 1e12, 25.2, 1)]
    public void QuoteWithASideThatIsNone_IsRefused(double bid, double bidSize, double ask, double askSize) =>
        Assert.That(Quote("ONX", "2026-11-27T21:30:00.1Z", bid, bidSize, ask, askSize), Is.EqualTo(EventOutcome.Implausible));

    [TestCase(1e9, 1)]
    [TestCase(double.PositiveInfinity, 1)]
    [TestCase(1, 1e12)]
    public void TradeBeyondTheBounds_IsRefused(double price, double size) =>
        Assert.That(Trade("BIG", "2026-11-27T21:30:00.1Z", 1, price, size, "@"), Is.EqualTo(EventOutcome.Implausible));

    /// <summary>pandas_market_calendars 387: the regular session of the day after Thanksgiving ends at 13:00.</summary>
    [Test]
    public void FormTAfterAnEarlyClose_MakesABar()
    {
        Trade("HDX", "2024-11-29T18:30:00.5Z", 1, 100, 200, "@,T");
        Trade("HDX", "2024-11-29T18:30:01.5Z", 2, 101, 200, "@,T");
        Trade("HDX", "2024-11-29T20:59:00.5Z", 3, 102, 200, "@,T");
        Trade("HDX", "2024-11-29T21:01:00.5Z", 4, 103, 200, "@,T");
        Assert.That(Finish().Bars.Values.Select(bar => bar.Close), Is.EqualTo(new[] { 100.0, 101, 102, 103 }));
    }

    [Test]
    public void FormTBeforeAnEarlyClose_AddsVolumeOnly()
    {
        Trade("HDX", "2024-11-29T17:59:59.5Z", 1, 100, 200, "@,T");
        Assert.That(Finish().Bars, Is.Empty);
    }

    /// <summary>Alpaca forum 18311 and 18440: no price of a print with P, 4 or 9 is a price of a bar.</summary>
    [TestCase("DPX", "4", 60.0, 5000)]
    [TestCase("PRX", "P", 15.32, 225)]
    [TestCase("CCX", "9", 64.0, 0)]
    public void PrintAloneWithACodeThatSetsNoPrice_MakesNoBar(string symbol, string code, double price, double size)
    {
        Trade(symbol, "2021-06-11T18:11:10.5Z", 1, 66, 100, "@");
        Trade(symbol, "2021-06-11T18:11:13.5Z", 2, price, size, code);
        Trade(symbol, "2021-06-11T18:11:16.5Z", 3, 66, 100, "@");
        Assert.That(Finish().Bars.Values.Select(bar => bar.Close), Is.EqualTo(new[] { 66.0, 66 }));
    }

    [TestCase("4", 5_100)]
    [TestCase("P", 5_100)]
    [TestCase("9", 100)]
    public void PrintBesideARegularOne_TouchesNoPrice(string code, double volume)
    {
        Trade("DPX", "2021-06-11T18:11:10.5Z", 1, 66, 100, "@");
        Trade("DPX", "2021-06-11T18:11:10.6Z", 2, 60, 5_000, code);
        var bar = Finish().Bars.Values.Single();
        Assert.That((bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Vwap), Is.EqualTo((66.0, 66.0, 66.0, 66.0, volume, (double?)66)));
    }

    private EngineRun Finish()
    {
        _run.Finish();
        return _run;
    }

    private EventOutcome Trade(string symbol, string at, long id, double price, double size, string conditions) => _run.Feed(new OracleTrade(
        symbol, Instant(at), _offset, _offset++, Instant(at) + 7, id, "V", price, size, conditions.Replace(",", "", StringComparison.Ordinal)));

    private EventOutcome Quote(string symbol, string at, double bid, double bidSize, double ask, double askSize) => _run.Feed(new OracleQuote(
        symbol, Instant(at), _offset, _offset++, Instant(at) + 7, bid, bidSize, ask, askSize));

    private static long Instant(string text) =>
        (long)((DateTimeOffset.Parse(text, CultureInfo.InvariantCulture) - DateTimeOffset.UnixEpoch).TotalMilliseconds * Second / 1_000);
}
