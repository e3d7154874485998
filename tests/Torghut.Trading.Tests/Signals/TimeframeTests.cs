using Torghut.Trading.Signals;

namespace Torghut.Trading.Tests.Signals;

public sealed class TimeframeTests
{
    [TestCase("PT1S", "1Sec")]
    [TestCase("PT15S", "15Sec")]
    [TestCase("PT60S", "1Min")]
    [TestCase("PT5M", "5Min")]
    [TestCase("PT1H", "1Hour")]
    [TestCase("P1D", "1Day")]
    [TestCase("often", "often")]
    public void Of_WindowSize_CatalogueForm(string size, string expected) => Assert.That(Timeframe.Of(size), Is.EqualTo(expected));

    [Test]
    public void ReadFeatures_EnvelopePayload_AllGroups()
    {
        var features = EnvelopeReader.ReadFeatures(
            """{"macd":{"macd":1,"signal":2,"hist":-1},"ema":{"ema12":3,"ema26":4},"rsi14":5,"boll":null,"vwap":{"session":6,"w5m":null},"imbalance":{"spread":7,"bid_px":8,"ask_px":9,"bid_sz":10,"ask_sz":11},"vol_realized":{"w60s":12}}""")!;
        Assert.That((features.Macd, features.MacdHist, features.Ema26, features.Rsi14, features.BollMid, features.VwapSession, features.VwapW5m,
            features.ImbalanceAskSz, features.VolRealizedW60s),
            Is.EqualTo(((double?)1, (double?)-1, (double?)4, (double?)5, (double?)null, (double?)6, (double?)null, (double?)11, (double?)12)));
    }

    [Test]
    public void ReadFeatures_Damaged_None() => Assert.That(EnvelopeReader.ReadFeatures("{"), Is.Null);
}
