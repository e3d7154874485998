using Dapper;
using Npgsql;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>Compares the running totals with the sums over history that they stand for (<c>docs/adr/0020-running-totals.md</c>).</summary>
internal sealed class AuditTotals(Database database)
{
    private const string Totals =
        """
        WITH history AS (
          SELECT account_label, 'fills' AS source, symbol, sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END) AS qty,
            sum(CASE side WHEN 'buy' THEN -filled_qty ELSE filled_qty END * coalesce(filled_avg_price, 0)) AS cash
          FROM executions GROUP BY account_label, symbol
          UNION ALL
          SELECT account_label, 'activities', coalesce(symbol, ''), sum(position_effect), sum(cash_effect) FROM account_activities GROUP BY 1, 3)
        SELECT 'account_totals ' || account_label || '/' || source || '/' || symbol
        FROM history h FULL JOIN account_totals t USING (account_label, source, symbol)
        WHERE coalesce(h.qty, 0) <> coalesce(t.qty, 0) OR coalesce(h.cash, 0) <> coalesce(t.cash, 0) ORDER BY 1 LIMIT 1
        """;

    /// <summary>By day, so that a day from which a fill has moved away, and whose row stays, is a day without a change.</summary>
    private const string Positions =
        """
        WITH history AS (
          SELECT e.account_label, coalesce(d.strategy_name, '') AS strategy_name, e.symbol,
            (coalesce(e.last_fill_at, e.filled_at, e.broker_updated_at) AT TIME ZONE 'UTC')::date AS day,
            sum(fill_counted(e.side, e.filled_qty, e.filled_avg_price)) AS qty, sum(fill_uncounted(e.side, e.filled_qty, e.filled_avg_price)) AS uncounted
          FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id WHERE e.filled_qty > 0 GROUP BY 1, 2, 3, 4),
        kept AS (
          SELECT account_label, strategy_name, symbol, day, qty - coalesce(lag(qty) OVER days, 0) AS qty,
            uncounted - coalesce(lag(uncounted) OVER days, 0) AS uncounted
          FROM fill_positions WINDOW days AS (PARTITION BY account_label, strategy_name, symbol ORDER BY day))
        SELECT 'fill_positions ' || concat_ws('/', account_label, strategy_name, symbol, day)
        FROM history h FULL JOIN kept k USING (account_label, strategy_name, symbol, day)
        WHERE coalesce(h.qty, 0) <> coalesce(k.qty, 0) OR coalesce(h.uncounted, 0) <> coalesce(k.uncounted, 0) ORDER BY 1 LIMIT 1
        """;

    /// <summary>The first row that is not what history gives, with its table; null when all are. A running service does not disturb it.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await FirstAsync(connection, Totals, cancellationToken) ?? await FirstAsync(connection, Positions, cancellationToken);
    }

    private static Task<string?> FirstAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken) =>
        connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(sql, commandTimeout: 0, cancellationToken: cancellationToken));
}
