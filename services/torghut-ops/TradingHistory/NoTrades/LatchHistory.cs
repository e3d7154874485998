using Npgsql;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.NoTrades;

/// <summary>Latches as they were at a moment. A latch's row says how it was engaged last; what was before stands in the audit, and a view of it.</summary>
internal static class LatchHistory
{
    private const int MostLatches = 100;

    /// <summary>More than people engage and release in many years.</summary>
    private const int MostEvents = 5_000;

    /// <summary>A reconciliation break has a second row under its former name.</summary>
    private static readonly string NowSql =
        $"""
        SELECT latch, engaged, reason, actor, engaged_at, released_at FROM trading_state
        WHERE account_label = @account AND latch <> 'books_disagree' ORDER BY latch LIMIT {MostLatches}
        """;

    private static readonly string EventsSql =
        $"SELECT latch, engaged, reason, actor, happened_at FROM latch_history WHERE account_label = @account ORDER BY seq DESC LIMIT {MostEvents}";

    public static async Task<IReadOnlyList<LatchState>> ReadAsync(HistorySession session, string account, DateTimeOffset at)
    {
        var latches = await session.RowsAsync(
            NowSql, row => new LatchState(row.GetString(0), row.GetBoolean(1), row.GetString(2), row.GetString(3), row.Instant(4), row.OptionalInstant(5)),
            ("account", account));
        if (latches.TrueForAll(latch => latch.EngagedAt <= at))
        {
            return latches;
        }

        var events = await session.RowsAsync(EventsSql, Event, ("account", account));
        events.Reverse();
        return [.. latches.Select(latch => latch.EngagedAt <= at ? latch : Before(events.Where(happened => happened.Latch == latch.Latch), at) ?? latch)];
    }

    /// <summary>The last time that a latch was engaged before a moment, and its release; null when it never was.</summary>
    /// <param name="events">Of one latch, in the order in which they were stored.</param>
    public static LatchState? Before(IEnumerable<LatchEvent> events, DateTimeOffset at)
    {
        LatchState? state = null;
        foreach (var happened in events)
        {
            if (happened.Engaged && happened.At <= at)
            {
                state = new LatchState(happened.Latch, Engaged: true, happened.Reason, happened.Actor, happened.At, ReleasedAt: null);
            }
            else if (!happened.Engaged && state is { Engaged: true })
            {
                state = state with { Engaged = false, ReleasedAt = happened.At };
            }
        }

        return state;
    }

    private static LatchEvent Event(NpgsqlDataReader row) =>
        new(row.GetString(0), row.GetBoolean(1), row.Text(2) ?? "", row.Text(3) ?? "", row.Instant(4));
}
