using Dapper;
using Torghut.Trading.Audit;
using Torghut.Trading.Migrations;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Integration.Tests.Upgrade;

/// <summary>What was stored before script 18 has its positions by day, and its times of last fills as far as anything says them.</summary>
public sealed class FillPositionsUpgradeTests
{
    private const int Script = 18;

    private const string Before =
        """
        INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, symbol, side, order_type, time_in_force, qty, status, filled_qty,
          filled_avg_price, filled_at, broker_updated_at, raw_order)
        SELECT gen_random_uuid(), 'paper', 'test', 'o' || n, 'c' || n, CASE n % 2 WHEN 0 THEN 'AAPL' ELSE 'MSFT' END,
          CASE n % 3 WHEN 0 THEN 'sell' ELSE 'buy' END, 'limit', 'day', 10, 'filled', 10, CASE n % 7 WHEN 0 THEN NULL ELSE 100 END, at, at, '{}'
        FROM generate_series(1, 200) AS n CROSS JOIN LATERAL (SELECT '2026-02-01T00:00Z'::timestamptz + n * interval '5 hours' AS at) AS moment;
        INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, symbol, side, order_type, time_in_force, qty, status, filled_qty,
          filled_avg_price, broker_updated_at, raw_order)
        VALUES (gen_random_uuid(), 'paper', 'test', 'part', 'part', 'AAPL', 'buy', 'limit', 'gtc', 10, 'canceled', 4, 100, '2026-02-20T15:00Z', '{}'),
          (gen_random_uuid(), 'paper', 'test', 'silent', 'silent', 'AAPL', 'buy', 'limit', 'gtc', 10, 'partially_filled', 4, 100, '2026-02-19T15:00Z', '{}');
        INSERT INTO order_events (id, account_label, dedup_key, alpaca_order_id, client_order_id, event, order_status, filled_qty, event_ts, source, raw_order)
        VALUES (gen_random_uuid(), 'paper', 'k1', 'part', 'part', 'partial_fill', 'partially_filled', 2, '2026-02-18T15:00Z', 'trade_updates', '{}'),
          (gen_random_uuid(), 'paper', 'k2', 'part', 'part', 'partial_fill', 'partially_filled', 4, '2026-02-19T15:00Z', 'trade_updates', '{}'),
          (gen_random_uuid(), 'paper', 'k3', 'part', 'part', 'canceled', 'canceled', 4, '2026-02-20T15:00Z', 'trade_updates', '{}')
        """;

    [Test]
    public async Task Script_OnStoredOrders_KnowsTheirLastFillsAndPositions()
    {
        var dsn = await Infrastructure.CreateDatabaseAsync("f" + Guid.NewGuid().ToString("N")[..12]);
        await using var database = new Database(Infrastructure.Patient(dsn));
        await using var connection = await database.OpenAsync(CancellationToken.None);
        foreach (var script in Migration.All.Where(script => script.Version < Script))
        {
            await connection.ExecuteAsync(script.Sql);
        }

        await connection.ExecuteAsync(Before);
        await connection.ExecuteAsync(Migration.All[Script - 1].Sql);
        var times = await connection.QueryAsync<DateTimeOffset>("SELECT last_fill_at FROM executions WHERE filled_at IS NULL");
        Assert.That(times, Has.All.EqualTo(new DateTimeOffset(2026, 2, 19, 15, 0, 0, TimeSpan.Zero)), "the event's, and what is known while it still works");
        Assert.That(await connection.QuerySingleAsync<long>("SELECT count(*) FROM fill_positions"), Is.GreaterThan(50));
        Assert.That(await new AuditTotals(database).FaultAsync(CancellationToken.None), Is.Null);
        var last = await connection.QuerySingleAsync<(decimal Qty, decimal Uncounted)>(
            "SELECT qty, uncounted FROM fill_positions WHERE symbol = 'MSFT' ORDER BY day DESC LIMIT 1");
        Assert.That(last, Is.EqualTo(await connection.QuerySingleAsync<(decimal, decimal)>(
            """
            SELECT sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END) FILTER (WHERE filled_avg_price IS NOT NULL),
              sum(CASE side WHEN 'buy' THEN filled_qty ELSE -filled_qty END) FILTER (WHERE filled_avg_price IS NULL)
            FROM executions WHERE symbol = 'MSFT'
            """)));
    }
}
