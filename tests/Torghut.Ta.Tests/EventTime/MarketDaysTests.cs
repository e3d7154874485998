using System.Globalization;
using Torghut.Ta.EventTime;

namespace Torghut.Ta.Tests.EventTime;

[TestFixture]
internal sealed class MarketDaysTests
{
    [TestCase("2013-10-07T08:00:00Z", "2013-10-07T08:00:00Z", "2013-10-08T08:00:00Z", Description = "04:00 EDT begins a day")]
    [TestCase("2013-10-07T07:59:59Z", "2013-10-06T08:00:00Z", "2013-10-07T08:00:00Z", Description = "03:59:59 EDT ends one")]
    [TestCase("2024-03-08T20:00:00Z", "2024-03-08T09:00:00Z", "2024-03-09T09:00:00Z", Description = "winter")]
    [TestCase("2024-03-10T12:00:00Z", "2024-03-10T08:00:00Z", "2024-03-11T08:00:00Z", Description = "the day the clocks go forward")]
    [TestCase("2024-03-09T12:00:00Z", "2024-03-09T09:00:00Z", "2024-03-10T08:00:00Z", Description = "23 hours long")]
    [TestCase("2024-11-02T12:00:00Z", "2024-11-02T08:00:00Z", "2024-11-03T09:00:00Z", Description = "25 hours long")]
    public void DayOf_Second_RunsFromFourToFourInNewYork(string instant, string start, string end)
    {
        var day = new MarketDays().DayOf(Second(instant));
        Assert.That((day.SessionStart, day.SessionEnd), Is.EqualTo((Second(start), Second(end))));
    }

    [TestCase("2024-03-08T14:29:59Z", false)]
    [TestCase("2024-03-08T14:30:00Z", true)]
    [TestCase("2024-03-08T20:59:59Z", true)]
    [TestCase("2024-03-08T21:00:00Z", false)]
    [TestCase("2024-03-11T13:30:00Z", true)]
    [TestCase("2024-03-11T20:00:00Z", false)]
    [TestCase("2024-11-29T17:59:59Z", true, Description = "day after Thanksgiving")]
    [TestCase("2024-11-29T18:00:00Z", false, Description = "an early close")]
    [TestCase("2024-11-28T16:00:00Z", false, Description = "Thanksgiving")]
    [TestCase("2024-03-09T16:00:00Z", false, Description = "Saturday")]
    public void IsRegularHours_Second_IsTheSessionOfTheCalendar(string instant, bool expected) =>
        Assert.That(new MarketDays().DayOf(Second(instant)).IsRegularHours(Second(instant)), Is.EqualTo(expected));

    [Test]
    public void DayOf_EverySecondOfAYear_LiesInItsDayAndDaysJoin()
    {
        var calendar = new MarketDays();
        var previous = calendar.DayOf(Second("2024-01-01T00:00:00Z"));
        for (var second = Second("2024-01-01T00:00:00Z"); second < Second("2025-01-01T00:00:00Z"); second += 977)
        {
            var day = calendar.DayOf(second);
            Assert.That(day.Contains(second), Is.True);
            Assert.That(day == previous || day.SessionStart == previous.SessionEnd, Is.True);
            previous = day;
        }
    }

    private static long Second(string instant) => DateTimeOffset.Parse(instant, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
}
