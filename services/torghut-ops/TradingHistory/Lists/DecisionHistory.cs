using Npgsql;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>Decisions by market time, which a decision keeps for ever (a trigger holds it), from new to old.</summary>
internal static class DecisionHistory
{
    /// <summary>What <see cref="Read"/> reads. An order that ended otherwise may have been filled in part, as its row says.</summary>
    internal const string Columns =
        """
        id, market_ts, created_at, strategy_name, symbol, action, qty, limit_price, status, status_reason, array_to_json(risk_reasons)::text, signal_event_ts,
          EXISTS (SELECT FROM executions e WHERE e.trade_decision_id = trade_decisions.id AND e.filled_qty > 0)
        """;

    /// <summary>How many columns those are.</summary>
    internal const int ColumnCount = 13;

    public static Task<List<DecisionItem>> ReadAsync(HistorySession session, HistoryFilter filter, HistoryPosition? after, int limit) => session.RowsAsync(
        $"""
        SELECT {Columns} FROM trade_decisions
        WHERE account_label = @account AND market_ts >= @from AND market_ts < @to{filter.And("strategy_name", "symbol", "status")}
          {(after is null ? "" : "AND (market_ts, id) < (@at, @id)")}
        ORDER BY market_ts DESC, id DESC LIMIT @limit
        """,
        Read,
        [.. filter.Parameters, ("limit", limit), .. Place(after)]);

    public static HistoryPosition PositionOf(DecisionItem item) => new(item.At, item.Id);

    internal static IEnumerable<(string, object)> Place(HistoryPosition? after) => after is { } place ? [("at", place.At), ("id", place.Id)] : [];

    /// <summary>Reads a row that begins with the columns of the list.</summary>
    internal static DecisionItem Read(NpgsqlDataReader row)
    {
        var (status, reasons) = (row.GetString(8), row.Texts(10));
        return new DecisionItem(
            row.GetGuid(0), row.Instant(1), row.Instant(2), row.GetString(3), row.GetString(4), row.GetString(5), row.OptionalAmount(6), row.OptionalAmount(7),
            status, row.Text(9), reasons, DecisionStatuses.OutcomeOf(status, reasons, row.GetBoolean(12)), row.Instant(11));
    }
}
