using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>Compares the running totals with the sums over history that they stand for (<c>docs/adr/0020-running-totals.md</c>).</summary>
internal sealed class AuditTotals(Database database)
{
    /// <summary>The first total that is not what history gives; null when all are. One snapshot, so that a running service does not disturb it.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        return await connection.QueryFirstOrDefaultAsync<string>(new CommandDefinition(
            """
            WITH history AS (
              SELECT account_label, 'fills' AS source, symbol, sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END) AS qty,
                sum(CASE side WHEN 'buy' THEN -filled_qty ELSE filled_qty END * coalesce(filled_avg_price, 0)) AS cash
              FROM executions GROUP BY account_label, symbol
              UNION ALL
              SELECT account_label, 'activities', coalesce(symbol, ''), sum(position_effect), sum(cash_effect) FROM account_activities GROUP BY 1, 3)
            SELECT account_label || '/' || source || '/' || symbol FROM history h FULL JOIN account_totals t USING (account_label, source, symbol)
            WHERE coalesce(h.qty, 0) <> coalesce(t.qty, 0) OR coalesce(h.cash, 0) <> coalesce(t.cash, 0) ORDER BY 1 LIMIT 1
            """,
            commandTimeout: 0,
            cancellationToken: cancellationToken));
    }
}
