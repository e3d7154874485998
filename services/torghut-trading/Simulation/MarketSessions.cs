using Torghut.Contracts.Market;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Simulation;

/// <summary>The clock of a simulated market, by the exchange's calendar.</summary>
internal static class MarketSessions
{
    /// <summary>The market's clock at an instant.</summary>
    public static MarketClock ClockAt(DateTimeOffset now)
    {
        var next = MarketCalendar.NextOpen(now);
        return MarketCalendar.SessionAt(now) is { } session
            ? new MarketClock(now, true, next.Open, session.Close)
            : new MarketClock(now, false, next.Open, next.Close);
    }

    /// <summary>The newest close at or before an instant.</summary>
    public static DateTimeOffset LastClose(DateTimeOffset now) => MarketCalendar.LastClosed(now).Close;
}
