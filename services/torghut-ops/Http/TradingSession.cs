using Torghut.Contracts.Market;

namespace Torghut.Ops.Http;

/// <summary>The regular session of a day.</summary>
/// <param name="Open">When it opens, UTC; null on a day without one.</param>
/// <param name="Close">When it is over, UTC.</param>
/// <param name="Name">Of the holiday, or of the occasion of an early close; null on other days.</param>
internal sealed record TradingSession(DateTimeOffset? Open, DateTimeOffset? Close, SessionKind Kind, string? Name)
{
    public static TradingSession Of(DateOnly day)
    {
        if (MarketCalendar.SessionOf(day) is { } session)
        {
            var kind = session.ClosesAt < MarketCalendar.RegularClose ? SessionKind.EarlyClose : SessionKind.Regular;
            return new TradingSession(session.Open, session.Close, kind, MarketCalendar.OccasionOf(day));
        }

        var isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        return new TradingSession(null, null, isWeekend ? SessionKind.Weekend : SessionKind.Holiday, MarketCalendar.OccasionOf(day));
    }
}
