namespace Torghut.Ws.Stream;

/// <summary>
/// The regular session of US equities, 09:30 to 16:00 New York on weekdays. Holidays are not known here: a silent socket on one costs
/// reconnects that grow rarer.
/// </summary>
internal static class MarketHours
{
    private static readonly TimeSpan Open = new(9, 30, 0);
    private static readonly TimeSpan Close = new(16, 0, 0);

    public static bool IsOpen(DateTimeOffset instant)
    {
        var local = instant.ToOffset(OffsetOfNewYork(instant));
        return local.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && local.TimeOfDay >= Open && local.TimeOfDay < Close;
    }

    /// <summary>A day's midnight in New York, nanoseconds since the Unix epoch, UTC.</summary>
    public static long MidnightNanos(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);

        // The offset changes at 02:00 local, so that of the evening before in UTC holds at midnight.
        return (midnight - OffsetOfNewYork(new DateTimeOffset(midnight)) - DateTime.UnixEpoch).Ticks * 100;
    }

    // Computed, because minimal container images come without time-zone data. US rule since 2007: second Sunday of March to first of November, 02:00.
    private static TimeSpan OffsetOfNewYork(DateTimeOffset instant)
    {
        var year = instant.UtcDateTime.Year;
        var start = Sunday(year, 3, 2).AddHours(7);
        var end = Sunday(year, 11, 1).AddHours(6);
        return TimeSpan.FromHours(instant.UtcDateTime >= start && instant.UtcDateTime < end ? -4 : -5);
    }

    private static DateTime Sunday(int year, int month, int number)
    {
        var first = new DateTime(year, month, 1, 0, 0, 0, DateTimeKind.Utc);
        return first.AddDays(((7 - (int)first.DayOfWeek) % 7) + (7 * (number - 1)));
    }
}
