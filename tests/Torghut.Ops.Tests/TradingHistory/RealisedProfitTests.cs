using Torghut.Ops.TradingHistory.Profits;

namespace Torghut.Ops.Tests.TradingHistory;

public sealed class RealisedProfitTests
{
    [Test]
    public void Of_BoughtTwiceAndSoldInPart_ClosesAtAverageCost()
    {
        var line = Fills.Line(Fills.Of((10, 100), (10, 110), (-5, 120)));
        Assert.Multiple(() =>
        {
            Assert.That(line.Realised, Is.EqualTo(75m), "5 × (120 − 105)");
            Assert.That((line.OpenQty, line.OpenCost, line.AverageCost), Is.EqualTo((15m, 1575m, (decimal?)105m)));
            Assert.That((line.ClosedQty, line.WinRate, line.Closings, line.Wins, line.Losses), Is.EqualTo((5m, (decimal?)1m, 1, 1, 0)));
            Assert.That((line.Bought, line.Sold), Is.EqualTo((2100m, 600m)));
        });
    }

    [Test]
    public void Of_SoldShortAndBoughtBack_IsTheMirrorOfALong()
    {
        var line = Fills.Line(Fills.Of((-10, 100), (-10, 110), (5, 90)));
        Assert.That((line.Realised, line.OpenQty, line.OpenCost), Is.EqualTo((75m, -15m, -1575m)));
    }

    [Test]
    public void Of_SaleCrossesZero_ClosesThenOpensAtItsPrice()
    {
        var line = Fills.Line(Fills.Of((10, 100), (-15, 120), (5, 110)));
        Assert.Multiple(() =>
        {
            Assert.That(line.Realised, Is.EqualTo(250m), "10 × 20 and 5 × 10");
            Assert.That((line.ClosedQty, line.Closings, line.OpenQty, line.OpenCost), Is.EqualTo((15m, 2, 0m, 0m)));
            Assert.That(line.Anomalies, Is.Empty, "the strategy may be short");
        });
    }

    [Test]
    public void Of_SaleBeyondThePositionWhereShortsAreNotExpected_IsReportedWithWhatWasTooMuch()
    {
        var line = Fills.Line([Fills.At(0, 10, 100), Fills.At(1, -15, 120, mayShort: false)]);
        var anomaly = line.Anomalies.Single();
        Assert.Multiple(() =>
        {
            Assert.That((anomaly.Code, anomaly.Qty, anomaly.Strategy, anomaly.Symbol), Is.EqualTo((ProfitAnomalies.SellBeyondPosition, 5m, "trend", "AAPL")));
            Assert.That(anomaly.Text, Is.EqualTo("15 sold with 10 held, where a short position is not expected."));
            Assert.That((line.Realised, line.OpenQty), Is.EqualTo((200m, -5m)), "it is counted, not hidden");
        });
    }

    [Test]
    public void Of_FillsBeforeTheRange_BuildTheCostAndHaveNoProfitInIt()
    {
        var fills = Fills.Of((10, 100), (-4, 130), (10, 110), (-6, 120));
        var line = Fills.Line(fills, fromMinute: 3);
        Assert.Multiple(() =>
        {
            Assert.That(line.Realised, Is.EqualTo(6 * (120m - (1700m / 16m))));
            Assert.That((line.ClosedQty, line.Closings, line.Bought, line.Sold), Is.EqualTo((6m, 1, 0m, 720m)));
            Assert.That(line.OpenQty, Is.EqualTo(10m));
        });
    }

    [Test]
    public void Of_ShortFromBeforeTheRangeThatWasNotExpected_IsNamedInTheRange()
    {
        var anomaly = Fills.Line([Fills.At(0, -5, 100, mayShort: false), Fills.At(1, 5, 90)], fromMinute: 1).Anomalies.Single();
        Assert.That((anomaly.Code, anomaly.At, anomaly.Qty), Is.EqualTo((ProfitAnomalies.SellBeyondPosition, Fills.Start, 5m)));
    }

    [Test]
    public void Of_FillBeforeTheRangeThatCannotBeCounted_IsNamedInTheRange()
    {
        var line = Fills.Line([Fills.At(0, 10, null), Fills.At(1, 10, 100), Fills.At(2, -20, 110)], fromMinute: 2);
        Assert.That(line.Anomalies.Select(anomaly => (anomaly.Code, anomaly.At)), Is.EqualTo(new[] { (ProfitAnomalies.MissingPrice, Fills.Start) }));
        Assert.That((line.Realised, line.OpenQty), Is.EqualTo((100m, -10m)), "without it this would look like a short");
    }

    [Test]
    public void Of_AnomalyThatWasMadeGoodBeforeTheRange_IsNotOfTheRange() => Assert.That(
        Fills.Line([Fills.At(0, -5, 100, mayShort: false), Fills.At(1, 5, 90), Fills.At(2, 1, 100)], fromMinute: 2).Anomalies, Is.Empty);

    [Test]
    public void Of_FillsThatWereNotCountedLongAgo_AreNamedByWhatIsMissing()
    {
        var fills = new[] { Fills.At(0, 10, null), Fills.At(1, 5, 100), Fills.At(2, -5, 101), Fills.At(3, 2, 100) };
        var anomaly = Fills.Line(fills, fromMinute: 3).Anomalies.Single();
        Assert.That((anomaly.Code, anomaly.Qty, anomaly.Order), Is.EqualTo((ProfitAnomalies.UncountedBefore, 10m, (Guid?)null)));
        Assert.That(anomaly.Text, Does.Contain("bought 10 shares more"));
        Assert.That(Fills.Line([.. fills[..3], Fills.At(3, -10, null), Fills.At(4, 2, 100)], fromMinute: 4).Anomalies.Select(found => found.Code),
            Is.EqualTo(new[] { ProfitAnomalies.MissingPrice, ProfitAnomalies.UncountedBefore }), "what is listed one by one is not in the sum");
        Assert.That(Fills.Line([Fills.At(0, 10, null), Fills.At(1, -10, null), .. fills[1..]], fromMinute: 3).Anomalies, Is.Empty, "as much of either side");
    }

    [Test]
    public void Of_ManyFaultsBeforeTheRange_ListsSomeAndSumsTheOthers()
    {
        var faults = Enumerable.Range(0, 30).Select(minute => Fills.At(minute, 2, null));
        var anomalies = Fills.Line([Fills.At(0, 1, 100), .. faults, Fills.At(40, 1, 100)], fromMinute: 40).Anomalies;
        Assert.That(anomalies, Has.Count.EqualTo(21));
        Assert.That((anomalies[^1].Code, anomalies[^1].Qty), Is.EqualTo((ProfitAnomalies.UncountedBefore, 20m)));
    }

    [Test]
    public void Of_PositionOfWhichNotEveryFillIsRead_IsEstimatedAndSaidToBe()
    {
        var opening = new OpeningPosition("trend", "AAPL", 10, 0);
        var line = RealisedProfit.Of([Fills.At(1, 2, 100), Fills.At(2, -6, 110)], Fills.Start.AddMinutes(2), opening).Lines.Single();
        Assert.That((line.OpenQty, line.Realised), Is.EqualTo((6m, 60m)));
        Assert.That(line.Anomalies.Select(anomaly => (anomaly.Code, anomaly.Qty)), Is.EqualTo(new[] { (ProfitAnomalies.EstimatedCost, 10m) }));
    }

    [Test]
    public void Of_ExternalFill_IsALineOfItsOwnAndNamed()
    {
        var report = RealisedProfit.Of([Fills.At(0, 10, 100), Fills.At(1, -10, 90, strategy: null)], Fills.Start);
        Assert.Multiple(() =>
        {
            Assert.That(report.Lines.Select(line => line.Strategy), Is.EqualTo(new[] { null, "trend" }));
            Assert.That(report.Lines[1].OpenQty, Is.EqualTo(10m), "nobody knows which strategy's shares were sold");
            Assert.That(report.Anomalies.Select(anomaly => anomaly.Code), Is.EqualTo(new[] { ProfitAnomalies.ExternalFill }));
        });
    }

    [TestCase(null, "buy", 5, ProfitAnomalies.MissingPrice)]
    [TestCase(100, "sell_short", 5, ProfitAnomalies.UnknownSide)]
    [TestCase(100, "buy", 0, ProfitAnomalies.Implausible)]
    [TestCase(2e9, "buy", 5, ProfitAnomalies.Implausible)]
    [TestCase(100, "sell", 2e12, ProfitAnomalies.Implausible)]
    public void Of_FillThatCannotBeCounted_IsNamedAndLeftOut(double? price, string side, double qty, string expected)
    {
        var odd = Fills.At(1, 1, (decimal?)price) with { Side = side, Qty = (decimal)qty };
        var line = Fills.Line([Fills.At(0, 10, 100), odd, Fills.At(2, -10, 110)]);
        Assert.That((line.Realised, line.OpenQty, line.Anomalies.Single().Code), Is.EqualTo((100m, 0m, expected)));
    }

    [Test]
    public void Of_ClosedInParts_WinRateWeighsSharesAndCountsOrders()
    {
        var report = RealisedProfit.Of(Fills.Of((30, 100), (-10, 110), (-15, 90), (-5, 100)), Fills.Start);
        Assert.Multiple(() =>
        {
            Assert.That(report.WinRate, Is.EqualTo(10m / 30m));
            Assert.That((report.ClosedQty, report.Closings), Is.EqualTo((30m, 3)));
            Assert.That((report.Lines[0].Wins, report.Lines[0].Losses), Is.EqualTo((1, 1)), "one came out even");
        });
    }

    [Test]
    public void Of_NoFill_HasNoRate() => Assert.That((RealisedProfit.Of([], Fills.Start).WinRate, RealisedProfit.Of([], Fills.Start).Realised),
        Is.EqualTo(((decimal?)null, 0m)));

    [Test]
    public void Of_ThirdsOfAPosition_LeaveNoRest()
    {
        var line = Fills.Line(Fills.Of((3, 100), (-1, 100), (-1, 100), (-1, 100)));
        Assert.That((line.Realised, line.OpenQty, line.OpenCost, line.Wins, line.Losses), Is.EqualTo((0m, 0m, 0m, 0, 0)), "rests of division win nothing");
    }

    [Test]
    public void Of_LargestAmounts_DoNotOverflow()
    {
        var line = Fills.Line(Fills.Of((Fill.MaxQty, Fill.MaxPrice), (-Fill.MaxQty / 3, Fill.MaxPrice), (-1, 1)));
        Assert.That(line.ClosedQty, Is.EqualTo((Fill.MaxQty / 3) + 1));
    }
}
