using Torghut.Contracts.Market;
using Torghut.Contracts.Time;

namespace Torghut.Contracts.Tests.Market;

public sealed class MarketDataBoundsTests
{
    [TestCase(double.Epsilon, true)]
    [TestCase(999_999_999.99, true)]
    [TestCase(1e9, false)]
    [TestCase(0, false)]
    [TestCase(-1, false)]
    [TestCase(double.NaN, false)]
    [TestCase(double.PositiveInfinity, false)]
    public void IsPrice_Number_IsAboveZeroAndBelowABillion(double price, bool expected) => Assert.That(MarketDataBounds.IsPrice(price), Is.EqualTo(expected));

    [TestCase(0, true)]
    [TestCase(999_999_999_999, true)]
    [TestCase(1e12, false)]
    [TestCase(-1, false)]
    [TestCase(double.NaN, false)]
    public void IsSize_Number_IsBelowATrillion(double size, bool expected) => Assert.That(MarketDataBounds.IsSize(size), Is.EqualTo(expected));

    [TestCase(100, 1, true)]
    [TestCase(100, 0, true)]
    [TestCase(0, 0, true, Description = "absent")]
    [TestCase(0, 1, false)]
    [TestCase(-1, 1, false)]
    [TestCase(100, double.NaN, false)]
    public void IsSide_PriceAndSize_AreOfATradeOrAbsent(double price, double size, bool expected) =>
        Assert.That(MarketDataBounds.IsSide(price, size), Is.EqualTo(expected));

    [TestCase("1999-12-31T23:59:59Z", false)]
    [TestCase("2000-01-01T00:00:00Z", true)]
    [TestCase("2026-04-06T14:00:10Z", true)]
    [TestCase("2026-04-06T14:00:10.0000001Z", false)]
    public void IsEventTime_Time_IsOfThisCenturyAndAtMostTenSecondsAhead(string at, bool expected)
    {
        var ingest = Nanos.Of(DateTimeOffset.Parse("2026-04-06T14:00:00Z", null));
        Assert.That(MarketDataBounds.IsEventTime(Nanos.Of(DateTimeOffset.Parse(at, null)), ingest), Is.EqualTo(expected));
    }
}
