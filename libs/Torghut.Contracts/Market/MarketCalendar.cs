using Torghut.Contracts.Time;

namespace Torghut.Contracts.Market;

/// <summary>
/// Regular sessions of the US stock exchanges since 2000: 09:30 to 16:00 in New York, 13:00 on early closes, none on weekends and holidays. What a
/// broker's clock says comes first where there is one. Openings that were put off for some hours of a single day are not known.
/// </summary>
public static class MarketCalendar
{
    /// <summary>When extended hours begin, and with them the market day.</summary>
    public static readonly TimeOnly ExtendedOpen = new(4, 0);

    /// <summary>When extended hours end, early closes or not.</summary>
    public static readonly TimeOnly ExtendedClose = new(20, 0);

    public static readonly TimeOnly Open = new(9, 30);
    public static readonly TimeOnly RegularClose = new(16, 0);
    public static readonly TimeOnly EarlyClose = new(13, 0);

    /// <summary>The session of a day; null when the exchanges are closed.</summary>
    public static MarketSession? SessionOf(DateOnly day) => IsTradingDay(day)
        ? new MarketSession(day, Open, ExchangeHolidays.ClosesEarly(day) ? EarlyClose : RegularClose)
        : null;

    public static bool IsTradingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !ExchangeHolidays.IsHoliday(day);

    /// <summary>Why the exchanges are closed on a day of the week, or close early; null on other days and on weekends.</summary>
    public static string? OccasionOf(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? null : ExchangeHolidays.NameOf(day) ?? ExchangeHolidays.EarlyCloseOf(day);

    /// <summary>Whether a regular session is on.</summary>
    public static bool IsOpen(DateTimeOffset instant) => SessionAt(instant) is not null;

    /// <summary>The regular session that is on; null outside of one.</summary>
    public static MarketSession? SessionAt(DateTimeOffset instant) =>
        SessionOf(NewYork.DayOf(instant)) is { } session && session.Contains(instant) ? session : null;

    /// <summary>Whether nothing is traded from one instant to another, extended hours included.</summary>
    public static bool IsClosedBetween(DateTimeOffset from, DateTimeOffset to)
    {
        for (var day = NewYork.DayOf(from); day <= NewYork.DayOf(to); day = day.AddDays(1))
        {
            if (IsTradingDay(day) && from < NewYork.At(day, ExtendedClose) && to > NewYork.At(day, ExtendedOpen))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The first session of the day or after it.</summary>
    public static MarketSession SessionFrom(DateOnly day)
    {
        while (true)
        {
            if (SessionOf(day) is { } session)
            {
                return session;
            }

            day = day.AddDays(1);
        }
    }

    /// <summary>The first session that opens after an instant.</summary>
    public static MarketSession NextOpen(DateTimeOffset instant)
    {
        var today = NewYork.DayOf(instant);
        return SessionOf(today) is { } session && instant < session.Open ? session : SessionFrom(today.AddDays(1));
    }

    /// <summary>The newest session that was over at an instant, the instant of its close included.</summary>
    public static MarketSession LastClosed(DateTimeOffset instant)
    {
        var day = NewYork.DayOf(instant);
        while (true)
        {
            if (SessionOf(day) is { } session && session.Close <= instant)
            {
                return session;
            }

            day = day.AddDays(-1);
        }
    }

    /// <summary>The sessions of two days and the days between them.</summary>
    public static IEnumerable<MarketSession> Sessions(DateOnly first, DateOnly last)
    {
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (SessionOf(day) is { } session)
            {
                yield return session;
            }
        }
    }
}
