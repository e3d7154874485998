using Torghut.Contracts.Time;

namespace Torghut.Ta.EventTime;

/// <summary>
/// The one-second window of an event time with its market day. Most events lie in the second of the one before, whose answer is kept: neither
/// a division nor the calendar is needed for them.
/// </summary>
internal sealed class WindowCursor(MarketDays calendar)
{
    private long _startNanos = long.MaxValue;

    /// <summary>End of the window, epoch seconds.</summary>
    public long EndSecond { get; private set; }

    /// <summary>Start of its market day, epoch seconds.</summary>
    public long SessionStart { get; private set; }

    /// <summary>Whether it lies within the day's regular hours, early closes considered.</summary>
    public bool IsRegularHours { get; private set; }

    /// <param name="eventTs">Nanoseconds since the epoch, positive.</param>
    public void MoveTo(long eventTs)
    {
        if (unchecked((ulong)(eventTs - _startNanos)) >= Nanos.PerSecond)
        {
            Find(eventTs);
        }
    }

    private void Find(long eventTs)
    {
        var second = Nanos.FloorSecond(eventTs);
        ref readonly var day = ref calendar.DayOf(second);
        _startNanos = second * Nanos.PerSecond;
        EndSecond = second + 1;
        SessionStart = day.SessionStart;
        IsRegularHours = day.IsRegularHours(second);
    }
}
