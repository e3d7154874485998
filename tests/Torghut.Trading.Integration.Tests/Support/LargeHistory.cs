using System.Data.Common;
using System.Globalization;
using Dapper;

namespace Torghut.Trading.Integration.Tests.Support;

/// <summary>Years of orders in the tables: what a database looks like that periodic queries must not notice.</summary>
internal static class LargeHistory
{
    /// <summary>As many decisions, executions and events; a few of each kind are open, as in a service that runs.</summary>
    public static async Task LoadAsync(DbConnection connection, int orders)
    {
        foreach (var sql in Statements)
        {
            await connection.ExecuteAsync(new CommandDefinition(sql, new { orders, FreshDatabase.Account }, commandTimeout: 0));
        }
    }

    /// <summary>The hash of the i-th decision, as the statement below makes it.</summary>
    public static string Hash(long i) => string.Create(CultureInfo.InvariantCulture, $"{i:x32}{i + 1:x32}");

    /// <summary>Rows are made by the owner; the totals are made at the end, as the migration does.</summary>
    private static readonly string[] Statements =
    [
        "ALTER TABLE executions DISABLE TRIGGER USER",
        """
        INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type,
          plugin_version, parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts, rationale, features, status, qty,
          opens_exposure, claim_attempts, claimed_at, created_at, updated_at)
        SELECT gen_random_uuid(), @Account, lpad(to_hex(i), 32, '0') || lpad(to_hex(i + 1), 32, '0'), '', s.id, s.name, s.version, s.plugin_type, s.plugin_version, s.parameter_hash, 'f',
          (ARRAY['MSFT', 'NVDA', 'SPY', 'QQQ'])[1 + i % 4], '1Sec', (ARRAY['buy', 'sell'])[1 + (i / 4) % 2], t.at, i, t.at, t.at, '[]', '[]',
          CASE WHEN i <= 3 THEN 'submitted' WHEN i % 5 = 0 THEN 'rejected' ELSE 'filled' END, 10, i % 2 = 0, CASE WHEN i % 5 = 0 THEN 0 ELSE 1 END, t.at, t.at, t.at
        FROM generate_series(1, @orders) i CROSS JOIN strategies s CROSS JOIN LATERAL (SELECT now() - i * interval '30 seconds' AS at) t WHERE s.name = 'dip'
        """,
        """
        INSERT INTO executions (id, trade_decision_id, account_label, adapter, alpaca_order_id, client_order_id, symbol, side, order_type, time_in_force, qty,
          status, filled_qty, filled_avg_price, broker_updated_at, raw_order, is_settled, created_at, updated_at)
        SELECT gen_random_uuid(), d.id, @Account, 'alpaca_paper', 'o-' || d.signal_seq, d.decision_hash, d.symbol, d.action, 'limit', 'day', 10,
          CASE WHEN d.status = 'submitted' THEN 'new' ELSE 'filled' END, CASE WHEN d.status = 'submitted' THEN 0 ELSE 10 END,
          CASE WHEN d.status = 'submitted' THEN NULL ELSE 100.25 END, d.created_at, jsonb_build_object('id', d.decision_hash, 'x', repeat('abcdef', 60)),
          d.status <> 'submitted', d.created_at, d.created_at
        FROM trade_decisions d
        """,
        """
        INSERT INTO order_events (id, account_label, dedup_key, alpaca_order_id, client_order_id, execution_id, event, order_status, price, qty, filled_qty, event_ts,
          source, raw_order, created_at)
        SELECT gen_random_uuid(), account_label, 'execution:' || alpaca_order_id, alpaca_order_id, client_order_id, alpaca_order_id, 'fill', status, 100.25, 10, 10,
          created_at, 'trade_updates', raw_order, created_at FROM executions
        """,
        """
        INSERT INTO account_totals (account_label, source, symbol, qty, cash)
        SELECT account_label, 'fills', symbol, sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END),
          sum(CASE side WHEN 'buy' THEN -filled_qty ELSE filled_qty END * coalesce(filled_avg_price, 0)) FROM executions GROUP BY 1, 3
        """,
        "ALTER TABLE executions ENABLE TRIGGER USER",
        "VACUUM ANALYZE trade_decisions",
        "VACUUM ANALYZE executions",
        "VACUUM ANALYZE order_events",
    ];
}
