namespace Torghut.Contracts.Time;

/// <summary>
/// The exchanges' wall clock by rule and not from a time-zone database, so that every image and every replay reads the same: since 2007 daylight time
/// lasts from the second Sunday of March to the first of November (<see href="https://www.law.cornell.edu/uscode/text/15/260a">15 U.S.C. 260a</see>),
/// from 1987 to 2006 from the first Sunday of April to the last of October (Public Law 99-359). The clocks change at 02:00. Before 1987 nothing is
/// promised.
/// </summary>
public static class NewYork
{
    /// <summary>The zone as the tz database names it.</summary>
    public const string Zone = "America/New_York";

    private const int ChangeHour = 2;
    private const int FirstYearOfLongerSummer = 2007;
    private static readonly TimeSpan Standard = TimeSpan.FromHours(-5);
    private static readonly TimeSpan Daylight = TimeSpan.FromHours(-4);

    /// <summary>The same instant with New York's offset.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        var (start, end) = Summer(utc.Year);
        return instant.ToOffset(utc >= start - Standard && utc < end - Daylight ? Daylight : Standard);
    }

    /// <summary>The calendar day in New York.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Of(instant).DateTime);

    /// <summary>
    /// A wall-clock time as an instant. Of the hour that autumn repeats the second is meant; one that spring leaves out is read as standard time.
    /// </summary>
    public static DateTimeOffset At(DateOnly day, TimeOnly time) => At(day.ToDateTime(time));

    /// <inheritdoc cref="At(DateOnly, TimeOnly)"/>
    public static DateTimeOffset At(DateTime wallClock)
    {
        var (start, end) = Summer(wallClock.Year);
        var summer = wallClock >= start.AddHours(1) && wallClock < end.AddHours(-1);
        return new DateTimeOffset(DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified), summer ? Daylight : Standard);
    }

    /// <summary>When the clocks change, on the clock that is left.</summary>
    private static (DateTime Start, DateTime End) Summer(int year) => year >= FirstYearOfLongerSummer
        ? (Sunday(year, 3, 2), Sunday(year, 11, 1))
        : (Sunday(year, 4, 1), LastSunday(year, 10));

    private static DateTime Sunday(int year, int month, int number)
    {
        var first = new DateTime(year, month, 1, ChangeHour, 0, 0, DateTimeKind.Utc);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (number - 1)));
    }

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), ChangeHour, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
