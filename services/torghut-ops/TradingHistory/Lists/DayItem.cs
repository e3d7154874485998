using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>How much happened on a trading day.</summary>
/// <param name="Zone">The time zone in which the day begins and ends.</param>
/// <param name="Executions">Orders that the broker got.</param>
/// <param name="Fills">Orders that were filled, all or in part.</param>
internal sealed record DayItem(
    DateOnly Day, string Zone, DateTimeOffset StartUtc, DateTimeOffset EndUtc, TradingSession Session, long Decisions, long Executions, long Fills)
{
    public static DayItem Of(TradingDay day, long decisions, long executions, long fills) =>
        new(day.Day, day.Zone, day.StartUtc, day.EndUtc, day.Session, decisions, executions, fills);
}
