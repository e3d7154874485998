using System.Globalization;
using Torghut.ClickHouse;
using Torghut.Ops.Integration.Tests.TechnicalAnalysis;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>
/// Months of decisions, a tenth of them with an order and its fill; each strategy sells what it bought before it buys again, and somebody else buys one share
/// after another and never sells.
/// </summary>
internal static class LargeHistory
{
    /// <summary>One decision every ten seconds, the last at noon in New York of the day that is asked about.</summary>
    private const string Fill =
        """
        INSERT INTO trade_decisions (id, account_label, decision_hash, canonical_intent, strategy_id, strategy_name, strategy_version, plugin_type,
          plugin_version, parameter_hash, feature_hash, symbol, timeframe, action, signal_event_ts, signal_seq, signal_ingest_ts, market_ts, rationale,
          features, status, status_reason, qty, limit_price, risk, risk_reasons, risk_at, created_at)
        SELECT gen_random_uuid(), 'paper', 'hash-' || n, 'intent', s.id, s.name, '3', 'rules', '1.0', 'p', 'f', 'S' || n % 50, '1s',
          CASE n / 150 % 2 WHEN 0 THEN 'buy' ELSE 'sell' END, at - interval '1 second', extract(epoch FROM at)::bigint - 2, at, at, '["because"]',
          '{"macd": 0.5, "macd_signal": 0.25, "rsi14": 31.5, "ema12": 100.1, "ema26": 100.2, "vwap_session": 100.3}',
          CASE WHEN n % 10 = 0 THEN 'filled' ELSE 'rejected' END, NULL, 10, 100.5,
          '{"approved": false, "advisory": "not_asked", "market": {"price": "100.5"}, "limits": {"allow_shorts": true}}',
          CASE WHEN n % 10 = 0 THEN '{}'::text[] ELSE ARRAY['missing_price', 'market_closed'] END, at, at
        FROM generate_series(1, {0}) AS n
        JOIN strategies s ON s.name = CASE n % 3 WHEN 0 THEN 'trend' ELSE 'reversal' END
        CROSS JOIN LATERAL (SELECT '2026-08-03T16:00:00Z'::timestamptz - ({0} - n) * interval '10 seconds' AS at) AS moment
        """;

    private const string Orders =
        """
        INSERT INTO executions (id, trade_decision_id, account_label, adapter, alpaca_order_id, client_order_id, symbol, side, order_type, time_in_force, qty,
          status, filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, raw_order, is_settled, created_at)
        SELECT gen_random_uuid(), id, 'paper', 'alpaca', 'order-' || decision_hash, decision_hash, symbol, action, 'limit', 'day', 10, 'filled', 10,
          100 + (hashtext(decision_hash) % 100) / 10.0, market_ts, market_ts + interval '1 second', market_ts + interval '1 second', '{}', true, market_ts
        FROM trade_decisions WHERE status = 'filled';
        INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, is_external, symbol, side, order_type, time_in_force, qty, status,
          filled_qty, filled_avg_price, submitted_at, filled_at, broker_updated_at, raw_order, is_settled, created_at)
        SELECT gen_random_uuid(), 'paper', 'alpaca', 'held-' || n, 'held-' || n, true, 'HELD', 'buy', 'market', 'day', 1, 'filled', 1, 100, at, at, at, '{}',
          true, at
        FROM generate_series(1, 20000) AS n CROSS JOIN LATERAL (SELECT '2026-08-03T15:59Z'::timestamptz - n * interval '5 minutes' AS at) AS moment;
        INSERT INTO order_events (id, account_label, dedup_key, alpaca_order_id, client_order_id, execution_id, event, order_status, price, qty, event_ts,
          source, raw_order)
        SELECT gen_random_uuid(), 'paper', decision_hash, 'order-' || decision_hash, decision_hash, decision_hash, 'fill', 'filled', 100, 10, market_ts,
          'trade_updates', '{}'
        FROM trade_decisions WHERE status = 'filled';
        INSERT INTO llm_decision_reviews (id, decision_id, model, verdict, outcome, account_label) SELECT gen_random_uuid(), id, 'm', 'approve', 'ok', 'paper'
        FROM trade_decisions WHERE status = 'filled';
        INSERT INTO position_snapshots (id, account_label, market_ts, equity, cash, buying_power, positions, created_at)
        SELECT gen_random_uuid(), 'paper', at, 100000, 0, 0, '[]', at FROM generate_series('2026-06-01T00:00Z', '2026-08-03T16:00Z',
          interval '15 seconds') AS at;
        """;

    /// <summary>The bar and the signal behind each decision.</summary>
    private const string Derived =
        """
        INSERT INTO torghut.{1} (symbol, event_ts, seq, ingest_ts, is_final, source, window_start, window_end, {2}, record_topic, record_partition,
          record_offset, lineage_topic, lineage_partition, lineage_first_offset, lineage_last_offset)
        WITH toDateTime('2026-08-03 16:00:00', 'UTC') - ({0} - n) * 10 AS at
        SELECT 'S' || toString(n % 50), at - 1, toUnixTimestamp(at) - 2, at, 1, 'ta', at - 2, at - 1, {3}, 'derived', n % 4, n,
          'trades', n % 4, n * 5, n * 5 + 4
        FROM (SELECT number + 1 AS n FROM numbers({0})) SETTINGS max_partitions_per_insert_block = 0
        """;

    public static async Task FillAsync(ClickHouseClient client, int decisions)
    {
        await TaTables.CreateAsync(client);
        foreach (var (table, columns, values) in new[]
        {
            ("ta_microbars", "o, h, l, c, v, vwap, count", "100, 101, 99, 100.5, 300, 100.25, 12"), ("ta_signals", "rsi14", "31.5"),
        })
        {
            await client.ExecuteNonQueryAsync(Derived.Replace("{0}", decisions.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .Replace("{1}", table, StringComparison.Ordinal).Replace("{2}", columns, StringComparison.Ordinal)
                .Replace("{3}", values, StringComparison.Ordinal));
        }
    }

    public static async Task FillAsync(HistoryStore store, int decisions)
    {
        await store.StrategyAsync("trend");
        await store.StrategyAsync("reversal");

        // Without the triggers: what they keep is not asked about, and they cost more than the rows.
        var fill = Fill.Replace("{0}", decisions.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await store.RunAsync($"SET session_replication_role = replica; {fill}");
        await store.RunAsync(Orders);
        await store.RunAsync("VACUUM ANALYZE");
    }
}
