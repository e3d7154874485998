namespace Torghut.Tests.Shared;

/// <summary>Realised profit as textbooks have average cost, row after row; the service keeps total cost and reads another way.</summary>
internal static class AverageCostSql
{
    /// <summary>A statement with a row for each strategy and symbol: both, profit, quantity closed, fills that closed.</summary>
    /// <param name="from">First instant of the range, ISO 8601.</param>
    /// <param name="to">First instant after it.</param>
    public static string Of(string account, string from, string to) =>
        $"""
        WITH RECURSIVE fills AS (
          SELECT d.strategy_name AS strategy, e.symbol, coalesce(e.filled_at, e.broker_updated_at) AS at, e.filled_avg_price AS p,
            CASE e.side WHEN 'buy' THEN e.filled_qty ELSE -e.filled_qty END AS q,
            row_number() OVER (PARTITION BY d.strategy_name, e.symbol ORDER BY coalesce(e.filled_at, e.broker_updated_at), e.id) AS n
          FROM executions e LEFT JOIN trade_decisions d ON d.id = e.trade_decision_id
          WHERE e.account_label = '{account}' AND e.filled_qty > 0 AND e.filled_avg_price IS NOT NULL),
        walk AS (
          SELECT strategy, symbol, n, at, q AS position, p::numeric AS average, 0::numeric AS realised, 0::numeric AS closed FROM fills WHERE n = 1
          UNION ALL
          SELECT f.strategy, f.symbol, f.n, f.at, w.position + f.q,
            CASE WHEN w.position + f.q = 0 THEN 0
              WHEN w.position = 0 OR sign(w.position) = sign(f.q) THEN (w.average * w.position + f.p * f.q)::numeric(60, 30) / (w.position + f.q)
              WHEN sign(w.position + f.q) = sign(w.position) THEN w.average ELSE f.p END,
            CASE WHEN sign(w.position) = -sign(f.q) THEN sign(w.position) * least(abs(f.q), abs(w.position)) * (f.p - w.average) ELSE 0 END,
            CASE WHEN sign(w.position) = -sign(f.q) THEN least(abs(f.q), abs(w.position)) ELSE 0 END
          FROM walk w JOIN fills f ON f.n = w.n + 1 AND f.symbol = w.symbol AND f.strategy IS NOT DISTINCT FROM w.strategy)
        SELECT coalesce(strategy, ''), symbol, round(sum(realised), 9)::numeric(30, 9), sum(closed)::numeric(30, 9), count(*) FILTER (WHERE closed > 0)
        FROM walk WHERE at >= '{from}' AND at < '{to}' GROUP BY strategy, symbol ORDER BY 1, 2
        """;
}
