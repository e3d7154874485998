using Npgsql;
using Torghut.Ops.TradingHistory.Reading;

namespace Torghut.Ops.TradingHistory.Lists;

/// <summary>The strategies that ever were in the catalogue.</summary>
internal static class StrategyHistory
{
    /// <summary>A count must not take longer with every day that passes.</summary>
    public const int MostCounted = 100_000;

    private const int Most = 1_000;

    private static readonly string Sql =
        $"""
        SELECT name, version, plugin_type, enabled, universe_symbols::text, suspended_at, suspended_reason,
          (SELECT count(*) FROM (SELECT FROM trade_decisions d WHERE d.account_label = @account AND d.strategy_name = s.name LIMIT {MostCounted + 1}) AS counted),
          (SELECT market_ts FROM trade_decisions d WHERE d.account_label = @account AND d.strategy_name = s.name ORDER BY market_ts DESC LIMIT 1)
        FROM strategies s ORDER BY name LIMIT {Most}
        """;

    /// <param name="account">Whose decisions are counted.</param>
    public static Task<List<StrategyItem>> ReadAsync(HistorySession session, string account) => session.RowsAsync(Sql, Read, ("account", account));

    private static StrategyItem Read(NpgsqlDataReader row)
    {
        var decisions = row.GetInt64(7);
        return new StrategyItem(
            row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3), row.Texts(4), row.OptionalInstant(5), row.Text(6),
            Math.Min(decisions, MostCounted), decisions > MostCounted, row.OptionalInstant(8));
    }
}
