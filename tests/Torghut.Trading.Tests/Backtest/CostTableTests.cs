using Torghut.Trading.Backtest;

namespace Torghut.Trading.Tests.Backtest;

/// <summary>Fees are those of the day.</summary>
public sealed class CostTableTests
{
    private static readonly DateTimeOffset RecordedDay = new(2013, 10, 7, 15, 0, 0, TimeSpan.Zero);

    [Test]
    public void Of_SaleOnTheRecordedDay_RatesOfThatDay()
    {
        var fees = CostTable.Shipped(0).Of(sells: true, 1_000, 100, RecordedDay);
        Assert.That((fees.Sec, fees.Taf, fees.Cat), Is.EqualTo((1.74m, 0.119m, 0m)));
    }

    [Test]
    public void Of_Purchase_CostsNeitherSecNorTaf() =>
        Assert.That(CostTable.Shipped(0).Of(sells: false, 1_000, 100, RecordedDay).Total, Is.Zero);

    [Test]
    public void Of_ManyShares_TafHasAMaximum() =>
        Assert.That(CostTable.Shipped(0).Of(sells: true, 1_000_000, 1, RecordedDay).Taf, Is.EqualTo(5.95m));

    [Test]
    public void Of_Impact_IsPaidBothWays() => Assert.That(CostTable.None(2).Of(sells: false, 100, 50, RecordedDay).Total, Is.EqualTo(1m));

    [Test]
    public void UnknownOn_DayWithoutARow_NamesTheFee() =>
        Assert.That(CostTable.Shipped(0).UnknownOn(new DateOnly(2024, 9, 2)), Is.EquivalentTo(new[] { "sec", "cat" }));

    [TestCase("sec,2020-01-01,,1")]
    [TestCase("tax,2020-01-01,,1,,x")]
    [TestCase("sec,yesterday,,1,,x")]
    [TestCase("sec,2020-01-01,,-1,,x")]
    public void Read_BadLine_NamesIt(string line) =>
        Assert.That(
            () => CostTable.Read("fees.csv", ["fee,from,to,rate,max,source", line], 0),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("fees.csv:2"));
}
