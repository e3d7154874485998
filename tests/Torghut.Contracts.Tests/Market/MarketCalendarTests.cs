using System.Globalization;
using Torghut.Contracts.Market;

namespace Torghut.Contracts.Tests.Market;

/// <summary>
/// The rules against what the exchange published: its <see href="https://www.nyse.com/markets/hours-calendars">calendars</see> for the years named
/// here, and how many trading days each year had.
/// </summary>
public sealed class MarketCalendarTests
{
    [TestCase("2026-04-03T12:00:00Z", "2026-04-06T07:59:00Z", true, Description = "Good Friday to Monday before 04:00")]
    [TestCase("2026-04-02T23:59:00Z", "2026-04-06T07:59:00Z", false, Description = "a minute of Thursday's extended hours")]
    [TestCase("2026-04-03T00:00:00Z", "2026-04-06T08:00:00Z", true)]
    [TestCase("2026-04-03T00:00:00Z", "2026-04-06T08:00:01Z", false)]
    [TestCase("2026-04-06T15:00:00Z", "2026-04-06T15:01:00Z", false)]
    public void IsClosedBetween_Instants_KnowsExtendedHours(string from, string to, bool closed) => Assert.That(
        MarketCalendar.IsClosedBetween(DateTimeOffset.Parse(from, CultureInfo.InvariantCulture), DateTimeOffset.Parse(to, CultureInfo.InvariantCulture)),
        Is.EqualTo(closed));

    private static readonly Dictionary<int, string> Holidays = new()
    {
        [2002] = "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25",
        [2004] = "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24",
        [2012] = "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25",
        [2013] = "01-01 01-21 02-18 03-29 05-27 07-04 09-02 11-28 12-25",
        [2018] = "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25",
        [2020] = "01-01 01-20 02-17 04-10 05-25 07-03 09-07 11-26 12-25",
        [2021] = "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24",
        [2022] = "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26",
        [2023] = "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25",
        [2024] = "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25",
        [2025] = "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25",
        [2026] = "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25",
        [2027] = "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24",
        [2028] = "01-17 02-21 04-14 05-29 06-19 07-04 09-04 11-23 12-25",
    };

    private static readonly Dictionary<int, string> EarlyCloses = new()
    {
        [2002] = "07-05 11-29 12-24",
        [2003] = "07-03 11-28 12-24 12-26",
        [2012] = "07-03 11-23 12-24",
        [2013] = "07-03 11-29 12-24",
        [2018] = "07-03 11-23 12-24",
        [2020] = "11-27 12-24",
        [2021] = "11-26",
        [2022] = "11-25",
        [2023] = "07-03 11-24",
        [2024] = "07-03 11-29 12-24",
        [2025] = "07-03 11-28 12-24",
        [2026] = "11-27 12-24",
        [2027] = "11-26",
        [2028] = "07-03 11-24",
    };

    private static IEnumerable<int> HolidayYears => Holidays.Keys;

    private static IEnumerable<int> EarlyCloseYears => EarlyCloses.Keys;

    [TestCaseSource(nameof(HolidayYears))]
    public void SessionOf_YearsWeekdays_NoneOnTheExchangesHolidays(int year)
    {
        var closed = Days(year).Where(day => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && MarketCalendar.SessionOf(day) is null);
        Assert.That(string.Join(' ', closed.Select(day => $"{day:MM-dd}")), Is.EqualTo(Holidays[year]));
    }

    [TestCaseSource(nameof(EarlyCloseYears))]
    public void SessionOf_Year_EndsEarlyWhenTheExchangeDid(int year)
    {
        var early = MarketCalendar.Sessions(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))
            .Where(session => session.ClosesAt != new TimeOnly(16, 0))
            .ToList();
        Assert.That(string.Join(' ', early.Select(session => $"{session.Day:MM-dd}")), Is.EqualTo(EarlyCloses[year]));
        Assert.That(early.Select(session => session.ClosesAt), Is.All.EqualTo(new TimeOnly(13, 0)));
    }

    [Test]
    public void Sessions_OfAYear_AreAsManyAsTheExchangeHad()
    {
        int[] days = [252, 248, 252, 252, 252, 252, 251, 251, 253, 252, 252, 252, 250, 252, 252, 252, 252, 251, 251, 252, 253, 252, 251, 250, 252, 250, 251];
        var counted = Enumerable.Range(2000, days.Length).Select(year => MarketCalendar.Sessions(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)).Count());
        Assert.That(counted, Is.EqualTo(days));
    }

    [TestCase("2026-02-06T14:29:59Z", false)]
    [TestCase("2026-02-06T14:30:00Z", true)]
    [TestCase("2026-02-06T20:59:59Z", true)]
    [TestCase("2026-02-06T21:00:00Z", false)]
    [TestCase("2026-07-08T13:30:00Z", true, Description = "summer time")]
    [TestCase("2026-02-07T15:00:00Z", false, Description = "Saturday")]
    [TestCase("2026-11-27T17:59:59Z", true, Description = "day after Thanksgiving")]
    [TestCase("2026-11-27T18:00:00Z", false, Description = "day after Thanksgiving, 13:00")]
    [TestCase("2026-12-25T15:00:00Z", false, Description = "Christmas")]
    public void IsOpen_Instant_FollowsTheSession(string at, bool open) => Assert.That(MarketCalendar.IsOpen(Time(at)), Is.EqualTo(open));

    [TestCase("2026-02-06T14:00:00Z", "2026-02-06T14:30:00Z", Description = "before the open")]
    [TestCase("2026-02-06T14:30:00Z", "2026-02-09T14:30:00Z", Description = "Friday, open")]
    [TestCase("2026-11-25T22:00:00Z", "2026-11-27T14:30:00Z", Description = "eve of Thanksgiving")]
    public void NextOpen_Instant_IsTheFirstOpenAfterIt(string at, string open) => Assert.That(MarketCalendar.NextOpen(Time(at)).Open, Is.EqualTo(Time(open)));

    [TestCase("2026-02-09T15:00:00Z", "2026-02-06T21:00:00Z")]
    [TestCase("2026-02-06T21:00:00Z", "2026-02-06T21:00:00Z")]
    [TestCase("2026-11-28T12:00:00Z", "2026-11-27T18:00:00Z")]
    public void LastClosed_Instant_IsTheNewestCloseBeforeIt(string at, string close) =>
        Assert.That(MarketCalendar.LastClosed(Time(at)).Close, Is.EqualTo(Time(close)));

    [Test]
    public void Sessions_ThirtyYears_NeverOverlapAndFollowEachOtherWithinFiveDays()
    {
        // The attacks of September 2001 closed the exchanges for six days.
        var sessions = MarketCalendar.Sessions(new DateOnly(2002, 1, 1), new DateOnly(2031, 12, 31)).ToList();
        var nights = sessions.Zip(sessions.Skip(1)).Select(pair => pair.Second.Open - pair.First.Close);
        Assert.That(nights, Has.All.InRange(TimeSpan.FromHours(17), TimeSpan.FromDays(5)));
    }

    private static IEnumerable<DateOnly> Days(int year)
    {
        for (var day = new DateOnly(year, 1, 1); day.Year == year; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, null);
}
