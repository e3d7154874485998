using Torghut.Sandbox.Alpaca.Calendar;

namespace Torghut.Sandbox.Alpaca.Tests.Calendar;

/// <summary>Against the New York Stock Exchange's published calendars.</summary>
public sealed class TradingCalendarTests
{
    [TestCase(2013, 252)]
    [TestCase(2020, 253)]
    [TestCase(2021, 252)]
    [TestCase(2022, 251)]
    [TestCase(2023, 250)]
    [TestCase(2024, 252)]
    [TestCase(2025, 250)]
    [TestCase(2026, 251)]
    public void Days_OfAYear_AreAsManyAsTheExchangeHad(int year, int days)
    {
        Assert.That(TradingCalendar.Days(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)).Count(), Is.EqualTo(days));
    }

    [TestCase("2013-03-29", TestName = "GoodFriday")]
    [TestCase("2020-07-03", TestName = "IndependenceDay_OnSaturday")]
    [TestCase("2021-12-24", TestName = "Christmas_OnSaturday")]
    [TestCase("2022-06-20", TestName = "Juneteenth_OnSunday")]
    [TestCase("2023-01-02", TestName = "NewYear_OnSunday")]
    [TestCase("2025-01-09", TestName = "Mourning")]
    [TestCase("2026-04-03", TestName = "GoodFriday_2026")]
    public void DayOf_Holiday_IsNoTradingDay(string date) => Assert.That(TradingCalendar.DayOf(DateOnly.Parse(date, null)), Is.Null);

    [TestCase("2021-12-31", 16, TestName = "NewYear_OnSaturday_IsNotKept")]
    [TestCase("2021-06-18", 16, TestName = "Juneteenth_BeforeItWasKept")]
    [TestCase("2013-11-29", 13, TestName = "DayAfterThanksgiving")]
    [TestCase("2024-07-03", 13, TestName = "EveOfIndependenceDay")]
    [TestCase("2025-12-24", 13, TestName = "ChristmasEve")]
    [TestCase("2013-10-07", 16, TestName = "OrdinaryDay")]
    public void DayOf_TradingDay_ClosesInTime(string date, int hour)
    {
        Assert.That(TradingCalendar.DayOf(DateOnly.Parse(date, null))?.Close, Is.EqualTo(new TimeOnly(hour, 0)));
    }

    [Test]
    public void NextOpen_FridayEvening_IsMondayMorning()
    {
        var evening = NewYork.ToUnixNanoseconds(new DateTime(2013, 10, 4, 18, 0, 0));
        Assert.That(TradingHours.NextOpen(evening), Is.EqualTo(NewYork.ToUnixNanoseconds(new DateTime(2013, 10, 7, 9, 30, 0))));
    }

    [TestCase("2013-10-07", "2013-10-10")]
    [TestCase("2018-12-31", "2019-01-03")]
    [TestCase("2024-07-03", "2024-07-05")]
    public void Settlement_DateOf_CountsTradingDays(string trade, string settlement) =>
        Assert.That(Settlement.DateOf(DateOnly.Parse(trade, null)), Is.EqualTo(DateOnly.Parse(settlement, null)));
}
