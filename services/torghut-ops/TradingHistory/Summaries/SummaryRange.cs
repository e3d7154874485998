using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Summaries;

/// <summary>The range that an answer is about.</summary>
/// <param name="Day">The trading day; null when the range was given by its ends, and then there is no session either.</param>
/// <param name="Zone">The time zone in which days begin and end.</param>
internal sealed record SummaryRange(DateOnly? Day, string Zone, DateTimeOffset StartUtc, DateTimeOffset EndUtc, TradingSession? Session)
{
    public static SummaryRange Of(TimeRange range) => new(range.Day?.Day, TradingDay.NewYorkZone, range.From, range.To, range.Day?.Session);
}
