using System.Globalization;
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
        Assert.That(CostTable.Shipped(0).UnknownOn(new DateOnly(2022, 6, 1)), Is.EquivalentTo(new[] { "sec", "taf" }));

    [TestCase("2012-03-01", 0, 0.095, 0, Description = "TAF of regulatory notice 12-06, which was in force for four months")]
    [TestCase("2018-05-21", 2.31, 0.119, 0)]
    [TestCase("2018-05-22", 1.30, 0.119, 0)]
    [TestCase("2024-09-30", 2.78, 0.166, 0.035)]
    [TestCase("2024-10-01", 2.78, 0.166, 0.048)]
    public void Of_SaleOfAThousandShares_RatesOfTheDay(string day, decimal sec, decimal taf, decimal cat)
    {
        var fees = CostTable.Shipped(0).Of(sells: true, 1_000, 100, DateTimeOffset.Parse(day + "T16:00:00Z", CultureInfo.InvariantCulture));
        Assert.That((fees.Sec, fees.Taf, fees.Cat), Is.EqualTo((sec, taf, cat)));
    }

    /// <summary>A day has one rate of a fee, so that the order of the rows means nothing.</summary>
    [Test]
    public void Shipped_Rows_FollowEachOtherWithoutOverlap()
    {
        var rows = File.ReadLines(Path.Combine(Testing.Repository.Root, "services/torghut-trading/Backtest/fees.csv"))
            .Where(line => line[0] != '#').Skip(1).Select(line => line.Split(',', 6)).ToList();
        foreach (var fee in rows.GroupBy(row => row[0]))
        {
            var ends = fee.Zip(fee.Skip(1), (one, next) => string.CompareOrdinal(one[2], next[1]));
            Assert.That(ends, Has.All.Negative, fee.Key);
        }
    }

    [TestCase("sec,2020-01-01,,1")]
    [TestCase("tax,2020-01-01,,1,,x")]
    [TestCase("sec,yesterday,,1,,x")]
    [TestCase("sec,2020-01-01,,-1,,x")]
    public void Read_BadLine_NamesIt(string line) =>
        Assert.That(
            () => CostTable.Read("fees.csv", ["fee,from,to,rate,max,source", line], 0),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains("fees.csv:2"));
}
