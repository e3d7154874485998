using Torghut.Contracts.Time;
using Torghut.Sandbox.Alpaca.Calendar;

namespace Torghut.Sandbox.Alpaca.Tests.Calendar;

public sealed class TradingHoursTests
{
    [Test]
    public void NextOpen_FridayEvening_IsMondayMorning() =>
        Assert.That(TradingHours.NextOpen(At("2013-10-04T18:00:00")), Is.EqualTo(At("2013-10-07T09:30:00")));

    [TestCase("2026-11-27T12:59:59", true)]
    [TestCase("2026-11-27T13:00:00", false)]
    [TestCase("2026-12-25T12:00:00", false)]
    public void IsOpen_ShortDayAndHoliday_FollowsTheCalendar(string wallClock, bool open) =>
        Assert.That(new TradingHours(alwaysOpen: false).IsOpen(At(wallClock)), Is.EqualTo(open));

    [TestCase("2013-10-07", "2013-10-10")]
    [TestCase("2018-12-31", "2019-01-03")]
    [TestCase("2024-07-03", "2024-07-05")]
    public void Settlement_DateOf_CountsTradingDays(string trade, string settlement) =>
        Assert.That(Settlement.DateOf(DateOnly.Parse(trade, null)), Is.EqualTo(DateOnly.Parse(settlement, null)));

    private static long At(string wallClock) => Nanos.Of(NewYork.At(DateTime.Parse(wallClock, null)));
}
