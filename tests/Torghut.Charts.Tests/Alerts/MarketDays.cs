using System.Text;
using Torghut.Contracts.Market;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>Days that differ in when the market is open: winter and summer time, a half day, a holiday.</summary>
internal static class MarketDays
{
    /// <summary>Every session begins and ends between these hours, UTC.</summary>
    private static readonly TimeSpan Begin = TimeSpan.FromHours(13);

    private static readonly int[] AroundTheEdges = [-5, 30];

    public static IReadOnlyList<DateOnly> All { get; } = [new(2026, 2, 12), new(2026, 7, 9), new(2026, 11, 27), new(2026, 12, 25)];

    /// <summary>Minutes that the day is looked at for.</summary>
    public static int Length => 500;

    /// <summary>What torghut_market_open shows, a value a minute.</summary>
    public static string Gauge(DateOnly day)
    {
        var values = Enumerable.Range(0, Length + 1).Select(minute => MarketCalendar.IsOpen(At(day, minute))).ToList();
        var text = new StringBuilder();
        for (var i = 0; i < values.Count;)
        {
            var run = values.Skip(i).TakeWhile(value => value == values[i]).Count();
            text.Append(values[i] ? "1x" : "0x").Append(run - 1).Append(' ');
            i += run;
        }

        return text.ToString().TrimEnd();
    }

    /// <summary>Minutes to look at, and whether the market is open then: around each edge of a session, and at the same times of any day.</summary>
    public static IEnumerable<(int Minute, bool Open)> Looks(DateOnly day)
    {
        // 14:00, 18:30 and 20:30 UTC: an hour that is one of the session in summer alone, one that a half day leaves out, and a late one.
        var minutes = new List<int> { 60, 330, 450 };
        if (MarketCalendar.SessionOf(day) is { } session)
        {
            minutes.AddRange(AroundTheEdges.Select(after => MinuteOf(day, session.Open) + after));
            minutes.AddRange([MinuteOf(day, session.Close) - 2, MinuteOf(day, session.Close) + 2]);
        }

        return minutes.Distinct().Order().Select(minute => (minute, MarketCalendar.IsOpen(At(day, minute))));
    }

    private static DateTimeOffset At(DateOnly day, int minute) =>
        new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero) + Begin + TimeSpan.FromMinutes(minute);

    private static int MinuteOf(DateOnly day, DateTimeOffset time) => (int)(time - At(day, 0)).TotalMinutes;
}
