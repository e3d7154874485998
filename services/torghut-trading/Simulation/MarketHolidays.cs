namespace Torghut.Trading.Simulation;

/// <summary>Days without a session, and days that end early, by the exchange's rules. Closures that were announced for a single day are not known.</summary>
internal static class MarketHolidays
{
    private const int FirstJuneteenth = 2022;

    public static bool IsHoliday(DateOnly day) =>
        IsObserved(day, 1, 1, fridayBefore: false)
        || day == Nth(day.Year, 1, DayOfWeek.Monday, 3)
        || day == Nth(day.Year, 2, DayOfWeek.Monday, 3)
        || day == Easter(day.Year).AddDays(-2)
        || day == LastMonday(day.Year, 5)
        || (day.Year >= FirstJuneteenth && IsObserved(day, 6, 19))
        || IsObserved(day, 7, 4)
        || day == Nth(day.Year, 9, DayOfWeek.Monday, 1)
        || day == Nth(day.Year, 11, DayOfWeek.Thursday, 4)
        || IsObserved(day, 12, 25);

    /// <summary>Whether a session ends at 13:00: the days before Independence Day and Christmas, and the day after Thanksgiving.</summary>
    public static bool ClosesEarly(DateOnly day) =>
        day is { Month: 7, Day: 3 } or { Month: 12, Day: 24 } || day == Nth(day.Year, 11, DayOfWeek.Thursday, 4).AddDays(1);

    /// <summary>A fixed date moves to Monday from a Sunday, and to Friday from a Saturday; New Year's Day does not move back into the old year.</summary>
    private static bool IsObserved(DateOnly day, int month, int dayOfMonth, bool fridayBefore = true)
    {
        var date = new DateOnly(day.Year, month, dayOfMonth);
        return date.DayOfWeek switch
        {
            DayOfWeek.Saturday => fridayBefore && day == date.AddDays(-1),
            DayOfWeek.Sunday => day == date.AddDays(1),
            _ => day == date,
        };
    }

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int count)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (count - 1)));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    /// <summary>Easter Sunday by the anonymous Gregorian computus.</summary>
    private static DateOnly Easter(int year)
    {
        var (golden, century) = (year % 19, year / 100);
        var epact = ((19 * golden) + century - (century / 4) - ((century - ((century + 8) / 25) + 1) / 3) + 15) % 30;
        var weekday = (32 + (2 * (century % 4)) + (2 * (year % 100 / 4)) - epact - (year % 100 % 4)) % 7;
        var shift = (golden + (11 * epact) + (22 * weekday)) / 451;
        var sum = epact + weekday - (7 * shift) + 114;
        return new DateOnly(year, sum / 31, (sum % 31) + 1);
    }
}
