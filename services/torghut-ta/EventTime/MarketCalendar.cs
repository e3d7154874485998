namespace Torghut.Ta.EventTime;

/// <summary>
/// Finds the market day of a second. The last day found is kept, so that the time-zone rules are consulted once a day and not once
/// an event. Weekends, holidays and early closes are not distinguished: they have no trades that would need it.
/// </summary>
internal sealed class MarketCalendar
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(4);
    private static readonly TimeSpan OpenTime = new(9, 30, 0);
    private static readonly TimeSpan CloseTime = TimeSpan.FromHours(16);

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
        var utc = DateTimeOffset.FromUnixTimeSeconds(second).UtcDateTime;
        var date = TimeZoneInfo.ConvertTimeFromUtc(utc, NewYork).Date;
        // The clocks change at 02:00, so 04:00 exists exactly once on every date.
        if (second < At(date, SessionTime))
        {
            date = date.AddDays(-1);
        }

        return new MarketDay(At(date, SessionTime), At(date.AddDays(1), SessionTime), At(date, OpenTime), At(date, CloseTime));
    }

    private static long At(DateTime date, TimeSpan time)
    {
        var local = DateTime.SpecifyKind(date + time, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, NewYork.GetUtcOffset(local)).ToUnixTimeSeconds();
    }
}
