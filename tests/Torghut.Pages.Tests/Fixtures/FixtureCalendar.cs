using System.Globalization;
using Torghut.Contracts.Market;
using Torghut.Contracts.Time;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>Days as the API names them, by the real calendar.</summary>
internal static class FixtureCalendar
{
    public static object Days(DateOnly from, DateOnly to) => new
    {
        zone = "America/New_York",
        days = Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(i => Range(from.AddDays(i))).ToArray(),
    };

    public static object Range(DateOnly day)
    {
        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var (open, close, kind) = MarketCalendar.SessionOf(day) is { } session
            ? (Iso(session.Open), Iso(session.Close), session.ClosesAt < MarketCalendar.RegularClose ? "early_close" : "regular")
            : ((string?)null, (string?)null, isWeekend ? "weekend" : "holiday");
        return new
        {
            day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            zone = "America/New_York",
            startUtc = Iso(NewYork.At(day, TimeOnly.MinValue)),
            endUtc = Iso(NewYork.At(day.AddDays(1), TimeOnly.MinValue)),
            session = new { open, close, kind, name = kind is "holiday" or "early_close" ? "Thanksgiving" : null },
        };
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
