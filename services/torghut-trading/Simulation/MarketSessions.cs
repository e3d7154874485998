using Torghut.Trading.Execution;

namespace Torghut.Trading.Simulation;

/// <summary>Regular sessions of the US stock exchanges, 09:30 to 16:00 in New York, 13:00 on short days.</summary>
internal static class MarketSessions
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeOnly Open = new(9, 30);
    private static readonly TimeOnly Close = new(16, 0);
    private static readonly TimeOnly EarlyClose = new(13, 0);

    /// <summary>The market's clock at an instant.</summary>
    public static MarketClock ClockAt(DateTimeOffset now)
    {
        var today = DayOf(now);
        if (On(today) is { } session && now >= session.Open && now < session.Close)
        {
            return new MarketClock(now, true, NextOpen(today.AddDays(1)), session.Close);
        }

        var next = On(today) is { } later && now < later.Open ? later : On(NextDay(today.AddDays(1)))!;
        return new MarketClock(now, false, next.Open, next.Close);
    }

    /// <summary>The newest close at or before an instant.</summary>
    public static DateTimeOffset LastClose(DateTimeOffset now)
    {
        var day = DayOf(now);
        while (true)
        {
            if (On(day) is { } session && session.Close <= now)
            {
                return session.Close;
            }

            day = day.AddDays(-1);
        }
    }

    private static MarketSession? On(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || MarketHolidays.IsHoliday(day)
            ? null
            : new MarketSession(At(day, Open), At(day, MarketHolidays.ClosesEarly(day) ? EarlyClose : Close));

    private static DateTimeOffset NextOpen(DateOnly from) => On(NextDay(from))!.Open;

    private static DateOnly NextDay(DateOnly from)
    {
        while (On(from) is null)
        {
            from = from.AddDays(1);
        }

        return from;
    }

    private static DateOnly DayOf(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, NewYork).DateTime);

    private static DateTimeOffset At(DateOnly day, TimeOnly time)
    {
        var local = day.ToDateTime(time);
        return new DateTimeOffset(local, NewYork.GetUtcOffset(local)).ToUniversalTime();
    }

    private sealed record MarketSession(DateTimeOffset Open, DateTimeOffset Close);
}
