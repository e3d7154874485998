namespace Torghut.Ta.EventTime;

/// <summary>The market day that a second belongs to; it runs from 04:00 to 04:00 America/New_York. All times are epoch seconds.</summary>
/// <param name="SessionStart">04:00 local time.</param>
/// <param name="SessionEnd">04:00 local time on the next calendar day.</param>
/// <param name="RegularOpen">When the regular session opens; the start of the day where there is none.</param>
/// <param name="RegularClose">When it closes, early closes considered.</param>
internal readonly record struct MarketDay(long SessionStart, long SessionEnd, long RegularOpen, long RegularClose)
{
    public bool Contains(long second) => second >= SessionStart && second < SessionEnd;

    public bool IsRegularHours(long second) => second >= RegularOpen && second < RegularClose;
}
