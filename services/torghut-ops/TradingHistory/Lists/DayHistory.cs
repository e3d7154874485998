using Torghut.Ops.Http;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>Trading days with what happened on them.</summary>
internal static class DayHistory
{
    private const string Sql =
        $"""
        SELECT
          (SELECT count(*) FROM trade_decisions WHERE account_label = @account AND market_ts >= starts AND market_ts < ends),
          (SELECT count(*) FROM executions e WHERE account_label = @account AND {ExecutionHistory.At} >= starts AND {ExecutionHistory.At} < ends),
          (SELECT count(*) FROM executions e
           WHERE account_label = @account AND filled_qty > 0 AND {FillHistory.FilledAt} >= starts AND {FillHistory.FilledAt} < ends)
        FROM unnest(@starts, @ends) WITH ORDINALITY AS day (starts, ends, n) ORDER BY n
        """;

    /// <param name="days">As many as the route allows.</param>
    public static async Task<IReadOnlyList<DayItem>> ReadAsync(HistorySession session, string account, IReadOnlyList<TradingDay> days)
    {
        var counts = await session.RowsAsync(
            Sql, row => (Decisions: row.GetInt64(0), Executions: row.GetInt64(1), Fills: row.GetInt64(2)), ("account", account),
            ("starts", days.Select(day => day.StartUtc).ToArray()), ("ends", days.Select(day => day.EndUtc).ToArray()));
        return [.. days.Zip(counts, (day, count) => DayItem.Of(day, count.Decisions, count.Executions, count.Fills))];
    }
}
