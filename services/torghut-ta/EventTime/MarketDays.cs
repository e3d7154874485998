using Torghut.Contracts.Market;
using Torghut.Contracts.Time;

namespace Torghut.Ta.EventTime;

/// <summary>Finds the market day of a second. The last day found is kept, so that the calendar is consulted once a day and not once an event.</summary>
internal sealed class MarketDays
{
    private MarketDay _last;

    /// <summary>The day of a second; the reference is good until the next question.</summary>
    public ref readonly MarketDay DayOf(long second)
    {
        if (!_last.Contains(second))
        {
            _last = Find(second);
        }

        return ref _last;
    }

    private static MarketDay Find(long second)
    {
        var instant = DateTimeOffset.FromUnixTimeSeconds(second);
        var day = NewYork.DayOf(instant);

        // The clocks change at 02:00, so 04:00 exists exactly once on every date.
        if (instant < NewYork.At(day, MarketCalendar.ExtendedOpen))
        {
            day = day.AddDays(-1);
        }

        var start = NewYork.At(day, MarketCalendar.ExtendedOpen).ToUnixTimeSeconds();
        var end = NewYork.At(day.AddDays(1), MarketCalendar.ExtendedOpen).ToUnixTimeSeconds();
        return MarketCalendar.SessionOf(day) is { } session
            ? new MarketDay(start, end, session.Open.ToUnixTimeSeconds(), session.Close.ToUnixTimeSeconds())
            : new MarketDay(start, end, start, start);
    }
}
