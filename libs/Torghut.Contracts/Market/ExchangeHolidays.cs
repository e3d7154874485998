namespace Torghut.Contracts.Market;

/// <summary>
/// Days without a session, and days that end at 13:00, by the exchange's rules: NYSE Rule 7.2 and its yearly notices
/// (<see href="https://www.nyse.com/markets/hours-calendars">hours and calendars</see>). Nasdaq keeps the same days.
/// </summary>
internal static class ExchangeHolidays
{
    private const string Attacks = "Attacks of 11 September";
    private const string Sandy = "Hurricane Sandy";
    private const int FirstJuneteenth = 2022;
    private const int FirstEarlyCloseOnAWednesday = 2013;

    /// <summary>Closed for the day by decision, not by rule.</summary>
    private static readonly Dictionary<DateOnly, string> SpecialClosures = new()
    {
        [new(2001, 9, 11)] = Attacks,
        [new(2001, 9, 12)] = Attacks,
        [new(2001, 9, 13)] = Attacks,
        [new(2001, 9, 14)] = Attacks,
        [new(2004, 6, 11)] = "Mourning for President Reagan",
        [new(2007, 1, 2)] = "Mourning for President Ford",
        [new(2012, 10, 29)] = Sandy,
        [new(2012, 10, 30)] = Sandy,
        [new(2018, 12, 5)] = "Mourning for President George H. W. Bush",
        [new(2025, 1, 9)] = "Mourning for President Carter",
    };

    /// <summary>Closed early by decision: the Friday after Christmas of 2003.</summary>
    private static readonly DateOnly SpecialEarlyClose = new(2003, 12, 26);

    public static bool IsHoliday(DateOnly day) => NameOf(day) is not null;

    /// <summary>Whether a trading day ends at 13:00.</summary>
    public static bool ClosesEarly(DateOnly day) => EarlyCloseOf(day) is not null;

    /// <summary>The holiday that a day is; null for none.</summary>
    public static string? NameOf(DateOnly day) => day switch
    {
        _ when day == NewYearsDay(day.Year) => "New Year's Day",
        _ when day == Nth(day.Year, 1, DayOfWeek.Monday, 3) => "Martin Luther King Jr. Day",
        _ when day == Nth(day.Year, 2, DayOfWeek.Monday, 3) => "Washington's Birthday",
        _ when day == Easter(day.Year).AddDays(-2) => "Good Friday",
        _ when day == LastMonday(day.Year, 5) => "Memorial Day",
        _ when day.Year >= FirstJuneteenth && day == Observed(day.Year, 6, 19) => "Juneteenth",
        _ when day == Observed(day.Year, 7, 4) => "Independence Day",
        _ when day == Nth(day.Year, 9, DayOfWeek.Monday, 1) => "Labor Day",
        _ when day == Thanksgiving(day.Year) => "Thanksgiving Day",
        _ when day == Observed(day.Year, 12, 25) => "Christmas Day",
        _ => SpecialClosures.GetValueOrDefault(day),
    };

    /// <summary>Why a day ends at 13:00 where it is a trading day: around Independence Day, after Thanksgiving, and before Christmas.</summary>
    public static string? EarlyCloseOf(DateOnly day) => day switch
    {
        _ when day == IndependenceEarlyClose(day.Year) => "Independence Day (early close)",
        _ when day == Thanksgiving(day.Year).AddDays(1) => "Day after Thanksgiving (early close)",
        { Month: 12, Day: 24 } => "Christmas Eve (early close)",
        _ when day == SpecialEarlyClose => "Day after Christmas (early close)",
        _ => null,
    };

    /// <summary>The day before; until 2012 the Friday after when the holiday was a Thursday.</summary>
    private static DateOnly IndependenceEarlyClose(int year)
    {
        var holiday = new DateOnly(year, 7, 4);
        return holiday.DayOfWeek == DayOfWeek.Thursday && year < FirstEarlyCloseOnAWednesday ? holiday.AddDays(1) : holiday.AddDays(-1);
    }

    private static DateOnly Thanksgiving(int year) => Nth(year, 11, DayOfWeek.Thursday, 4);

    /// <summary>One on a Saturday is not kept on the Friday, which closes the old year's books.</summary>
    private static DateOnly NewYearsDay(int year)
    {
        var day = new DateOnly(year, 1, 1);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(1) : day;
    }

    /// <summary>A fixed date is kept on the Friday when it is a Saturday, and on the Monday when it is a Sunday.</summary>
    private static DateOnly Observed(int year, int month, int dayOfMonth)
    {
        var day = new DateOnly(year, month, dayOfMonth);
        return day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.AddDays(-1),
            DayOfWeek.Sunday => day.AddDays(1),
            _ => day,
        };
    }

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int number)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (number - 1)));
    }

    private static DateOnly LastMonday(int year, int month)
    {
        var last = new DateOnly(year, month, DateTime.DaysInMonth(year, month));
        return last.AddDays(-(((int)last.DayOfWeek + 6) % 7));
    }

    /// <summary>Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).</summary>
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
