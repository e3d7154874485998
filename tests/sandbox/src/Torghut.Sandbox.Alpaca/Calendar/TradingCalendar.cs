namespace Torghut.Sandbox.Alpaca.Calendar;

/// <summary>
/// The New York Stock Exchange's holidays and early closes by its rules (Rule 7.2 and the yearly holiday notices): a holiday on a Sunday
/// is kept on Monday, one on a Saturday on Friday except New Year's Day; Juneteenth since 2022; early close at 13:00 on the day after
/// Thanksgiving, on July 3 and on Christmas Eve when these are trading days.
/// </summary>
internal static class TradingCalendar
{
    private static readonly TimeOnly Open = new(9, 30);
    private static readonly TimeOnly RegularClose = new(16, 0);
    private static readonly TimeOnly EarlyClose = new(13, 0);

    // Closed for one day by decision, not by rule: mourning for presidents George H. W. Bush and Jimmy Carter.
    private static readonly HashSet<DateOnly> SpecialClosures = [new(2018, 12, 5), new(2025, 1, 9)];

    /// <summary>The trading day of a date, or null when the exchange is closed.</summary>
    public static TradingDay? DayOf(DateOnly date)
    {
        if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || IsHoliday(date) || SpecialClosures.Contains(date))
        {
            return null;
        }

        return new TradingDay(date, Open, ClosesEarly(date) ? EarlyClose : RegularClose);
    }

    public static IEnumerable<TradingDay> Days(DateOnly start, DateOnly end)
    {
        for (var date = start; date <= end; date = date.AddDays(1))
        {
            if (DayOf(date) is { } day)
            {
                yield return day;
            }
        }
    }

    private static bool IsHoliday(DateOnly date)
    {
        var year = date.Year;
        return date == NewYear(year)
            || date == Nth(year, 1, DayOfWeek.Monday, 3)
            || date == Nth(year, 2, DayOfWeek.Monday, 3)
            || date == Easter(year).AddDays(-2)
            || date == LastMonday(year, 5)
            || (year >= 2022 && date == Observed(new DateOnly(year, 6, 19)))
            || date == Observed(new DateOnly(year, 7, 4))
            || date == Nth(year, 9, DayOfWeek.Monday, 1)
            || date == Nth(year, 11, DayOfWeek.Thursday, 4)
            || date == Observed(new DateOnly(year, 12, 25));
    }

    private static bool ClosesEarly(DateOnly date) =>
        date == Nth(date.Year, 11, DayOfWeek.Thursday, 4).AddDays(1) || date is { Month: 7, Day: 3 } or { Month: 12, Day: 24 };

    private static DateOnly NewYear(int year)
    {
        var day = new DateOnly(year, 1, 1);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(1) : day;
    }

    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, 1).AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    // Anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
    private static DateOnly Easter(int year)
    {
        var a = year % 19;
        var (b, c) = (year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}
