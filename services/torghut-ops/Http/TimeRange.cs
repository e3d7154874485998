namespace Torghut.Ops.Http;

/// <summary>A span of time, <c>[From, To)</c>, UTC.</summary>
/// <param name="Day">The trading day that it is; null when it was given by its ends.</param>
internal sealed record TimeRange(DateTimeOffset From, DateTimeOffset To, TradingDay? Day)
{
    public static TimeRange Of(TradingDay day) => new(day.StartUtc, day.EndUtc, day);
}
