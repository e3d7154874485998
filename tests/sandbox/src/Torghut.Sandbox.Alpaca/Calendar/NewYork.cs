namespace Torghut.Sandbox.Alpaca.Calendar;

/// <summary>
/// New York's clock by the rule in force since 2007 (summer time from the second Sunday of March to the first of November, changing
/// at 02:00), so that no time-zone database is needed on the machine.
/// </summary>
internal static class NewYork
{
    public const long NanosecondsPerMillisecond = 1_000_000;
    public const long NanosecondsPerSecond = 1_000_000_000;
    public const long NanosecondsPerMinute = 60 * NanosecondsPerSecond;

    /// <summary>Nanoseconds since the epoch of a New York wall-clock time.</summary>
    public static long ToUnixNanoseconds(DateTime wallClock)
    {
        var utc = wallClock - Offset(wallClock);
        return (utc.Ticks - DateTime.UnixEpoch.Ticks) * 100;
    }

    /// <summary>Nanoseconds since the epoch of a time given as milliseconds after midnight in New York.</summary>
    public static long ToUnixNanoseconds(DateOnly date, long millisecondsSinceMidnight) =>
        ToUnixNanoseconds(date.ToDateTime(TimeOnly.MinValue).AddMilliseconds(millisecondsSinceMidnight));

    /// <summary>The New York wall clock at a time, with its offset.</summary>
    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds)
    {
        var utc = new DateTime(DateTime.UnixEpoch.Ticks + (nanoseconds / 100), DateTimeKind.Unspecified);
        var standard = utc.AddHours(-5);
        var offset = IsSummer(standard, endsAtHour: 1) ? TimeSpan.FromHours(-4) : TimeSpan.FromHours(-5);
        return new DateTimeOffset(utc + offset, offset);
    }

    private static TimeSpan Offset(DateTime wallClock) => TimeSpan.FromHours(IsSummer(wallClock, endsAtHour: 2) ? -4 : -5);

    // In standard time summer ends an hour earlier than on the summer clock.
    private static bool IsSummer(DateTime local, int endsAtHour)
    {
        var start = NthSunday(local.Year, 3, 2).AddHours(2);
        var end = NthSunday(local.Year, 11, 1).AddHours(endsAtHour);
        return local >= start && local < end;
    }

    private static DateTime NthSunday(int year, int month, int n)
    {
        var first = new DateTime(year, month, 1);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (n - 1)));
    }
}
