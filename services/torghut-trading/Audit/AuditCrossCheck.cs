using System.Data;
using Dapper;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Audit;

/// <summary>
/// Compares the tables with the log. A change that went past the program leaves the chain whole; it shows because a row and what the log last said of it
/// differ. Cursors, the lease and snapshots are not in the log and not compared.
/// </summary>
internal sealed class AuditCrossCheck(Database database)
{
    private const string Facts =
        """
        SELECT d.decision_hash FROM trade_decisions d LEFT JOIN LATERAL (
          SELECT payload FROM audit_log a WHERE a.subject = d.decision_hash AND a.account_label = d.account_label AND a.kind = 'decision_planned' ORDER BY seq LIMIT 1) a ON true
        WHERE a.payload IS NULL OR encode(sha256(convert_to(d.canonical_intent, 'UTF8')), 'hex') <> d.decision_hash
          OR (a.payload ->> 'canonical_intent', a.payload ->> 'plugin_type', a.payload ->> 'plugin_version', a.payload ->> 'feature_hash', a.payload -> 'rationale')
             IS DISTINCT FROM (d.canonical_intent, d.plugin_type, d.plugin_version, d.feature_hash, d.rationale)
          OR (a.payload ? 'features' AND a.payload -> 'features' <> d.features)
        ORDER BY d.created_at, d.id LIMIT 1
        """;

    private const string Verdict =
        """
        SELECT d.decision_hash FROM trade_decisions d LEFT JOIN LATERAL (
          SELECT payload FROM audit_log a WHERE a.subject = d.decision_hash AND a.account_label = d.account_label AND a.kind = 'risk_verdict' ORDER BY seq DESC LIMIT 1) a ON true
        WHERE (d.risk IS NULL) <> (a.payload IS NULL) OR (d.risk IS NOT NULL AND (
          (a.payload -> 'risk', a.payload -> 'order', a.payload -> 'sizing', a.payload -> 'reasons') IS DISTINCT FROM (d.risk, d.order_payload, d.sizing, to_jsonb(d.risk_reasons))
          OR ((a.payload -> 'order' ->> 'qty')::numeric, (a.payload -> 'order' ->> 'limit_price')::numeric) IS DISTINCT FROM (d.qty, d.limit_price)))
        ORDER BY d.created_at, d.id LIMIT 1
        """;

    private const string Status =
        """
        SELECT d.decision_hash FROM trade_decisions d LEFT JOIN LATERAL (
          SELECT coalesce(payload ->> 'to', payload ->> 'status') AS status FROM audit_log a WHERE a.subject = d.decision_hash AND a.account_label = d.account_label
          AND a.kind IN ('risk_verdict', 'order_state', 'order_observed') ORDER BY seq DESC LIMIT 1) a ON true
        WHERE d.status <> coalesce(a.status, 'planned') ORDER BY d.created_at, d.id LIMIT 1
        """;

    private const string MissingDecision =
        """
        SELECT a.subject FROM audit_log a WHERE a.kind = 'decision_planned'
          AND NOT EXISTS (SELECT 1 FROM trade_decisions d WHERE d.decision_hash = a.subject AND d.account_label = a.account_label) ORDER BY a.seq LIMIT 1
        """;

    private const string Executions =
        $"""
        SELECT e.alpaca_order_id FROM executions e LEFT JOIN LATERAL (
          SELECT payload FROM audit_log a WHERE a.subject = e.client_order_id AND a.account_label = e.account_label AND a.kind IN ({AuditKinds.OrderReportsSql})
          AND a.payload ->> 'order_id' = e.alpaca_order_id ORDER BY seq DESC LIMIT 1) a ON true
        WHERE a.payload IS NULL OR (a.payload ->> 'broker_status', a.payload ->> 'symbol', a.payload ->> 'side', (a.payload ->> 'qty')::numeric, (a.payload ->> 'filled_qty')::numeric,
          (a.payload ->> 'filled_avg_price')::numeric) IS DISTINCT FROM (e.status, e.symbol, e.side, e.qty, e.filled_qty, e.filled_avg_price)
        ORDER BY e.created_at, e.id LIMIT 1
        """;

    private const string MissingExecution =
        $"""
        SELECT a.payload ->> 'order_id' FROM audit_log a WHERE a.kind IN ({AuditKinds.OrderReportsSql})
          AND NOT EXISTS (SELECT 1 FROM executions e WHERE e.client_order_id = a.subject AND e.account_label = a.account_label AND e.alpaca_order_id = a.payload ->> 'order_id')
        ORDER BY a.seq LIMIT 1
        """;

    private const string Events =
        $"""
        SELECT v.dedup_key FROM order_events v WHERE NOT EXISTS (
          SELECT 1 FROM audit_log a WHERE a.subject = v.client_order_id AND a.account_label = v.account_label AND a.kind IN ({AuditKinds.OrderReportsSql})
            AND (a.payload ->> 'order_id', a.payload ->> 'event', a.payload ->> 'execution_id', (a.payload ->> 'price')::numeric, (a.payload ->> 'fill_qty')::numeric)
                IS NOT DISTINCT FROM (v.alpaca_order_id, v.event, v.execution_id, v.price, v.qty))
        ORDER BY v.created_at, v.id LIMIT 1
        """;

    // Rows under a former name and under its successor are one latch.
    private const string Latches =
        """
        SELECT s.account_label || '/' || s.latch FROM (
          SELECT account_label, CASE latch WHEN 'books_disagree' THEN 'reconciliation_break' ELSE latch END AS latch, bool_or(engaged) AS engaged
          FROM trading_state GROUP BY 1, 2) s LEFT JOIN LATERAL (
          SELECT kind FROM audit_log a WHERE a.account_label = s.account_label AND a.kind IN ('latch_engaged', 'latch_released')
          AND (a.subject = s.latch OR (s.latch = 'reconciliation_break' AND a.subject = 'books_disagree')) ORDER BY seq DESC LIMIT 1) a ON true
        WHERE s.engaged <> (coalesce(a.kind, '') = 'latch_engaged') ORDER BY 1 LIMIT 1
        """;

    private const string Suspensions =
        """
        SELECT s.name FROM strategies s LEFT JOIN LATERAL (
          SELECT kind FROM audit_log a WHERE a.subject = s.name AND a.kind IN ('strategy_suspended', 'strategy_resumed') ORDER BY seq DESC LIMIT 1) a ON true
        WHERE (s.suspended_at IS NOT NULL) <> (coalesce(a.kind, '') = 'strategy_suspended') ORDER BY 1 LIMIT 1
        """;

    private static readonly (string Table, string Fault, string Sql)[] Checks =
    [
        ("trade_decisions", "what was decided differs from the log", Facts),
        ("trade_decisions", "its verdict differs from the log", Verdict),
        ("trade_decisions", "its status differs from the log", Status),
        ("trade_decisions", "it is in the log and not in the table", MissingDecision),
        ("executions", "it differs from what the log saw last", Executions),
        ("executions", "it is in the log and not in the table", MissingExecution),
        ("order_events", "the log does not know it", Events),
        ("trading_state", "the latch differs from the log", Latches),
        ("strategies", "the suspension differs from the log", Suspensions),
    ];

    /// <summary>The first row that disagrees; null when all agree. Reads one snapshot, so that a running service does not disturb it.</summary>
    public async Task<CrossFault?> RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        foreach (var (table, fault, sql) in Checks)
        {
            var row = await connection.QueryFirstOrDefaultAsync<string>(
                new CommandDefinition(sql, transaction: snapshot, commandTimeout: 0, cancellationToken: cancellationToken));
            if (row is not null)
            {
                return new CrossFault(table, row, fault);
            }
        }

        return null;
    }
}

/// <param name="Table">Where.</param>
/// <param name="Row">The row, by the key a person knows it by.</param>
/// <param name="Fault">What is wrong with it.</param>
internal sealed record CrossFault(string Table, string Row, string Fault);
