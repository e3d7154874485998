using Torghut.Contracts.Time;

namespace Torghut.Pages.Tests.Fixtures;

/// <summary>The trading day that the recorded answers are of.</summary>
internal static class FixtureDay
{
    public static readonly DateOnly Day = new(2013, 10, 7);

    public const string Text = "2013-10-07";

    /// <summary>On the morning after: the day is history.</summary>
    public static readonly DateTimeOffset Evening = NewYork.At(new DateOnly(2013, 10, 8), new TimeOnly(8, 0));

    /// <summary>In the middle of the session.</summary>
    public static readonly DateTimeOffset Noon = NewYork.At(Day, new TimeOnly(12, 0));

    public static long Seconds(TimeOnly time) => NewYork.At(Day, time).ToUnixTimeSeconds();
}
