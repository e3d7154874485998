using Dapper;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// Somebody with every right in the database changes a table past the program: the verifier names the row, and so does the built program, once a table.
/// </summary>
public sealed class AuditCrossCheckTests
{
    private static readonly (string Table, string Tamper)[] Tampers =
    [
        ("trade_decisions", "UPDATE trade_decisions SET rationale = '[\"another reason\"]'"),
        ("trade_decisions", "UPDATE trade_decisions SET features = features || '{\"rsi14\": 1}'"),
        ("trade_decisions", "UPDATE trade_decisions SET canonical_intent = canonical_intent || ' '"),
        ("trade_decisions", "UPDATE trade_decisions SET qty = qty + 1"),
        ("trade_decisions", "UPDATE trade_decisions SET risk = jsonb_set(risk, '{approved}', 'false')"),
        ("trade_decisions", "UPDATE trade_decisions SET risk_reasons = '{}'::text[] || 'stale_signal'::text"),
        ("trade_decisions", "UPDATE trade_decisions SET order_payload = order_payload || '{\"qty\": \"9\"}'"),
        ("trade_decisions", "UPDATE trade_decisions SET status = 'rejected'"),
        ("trade_decisions", "DELETE FROM trade_decisions"),
        ("executions", "UPDATE executions SET filled_qty = filled_qty - 1"),
        ("executions", "UPDATE executions SET filled_avg_price = 1"),
        ("executions", "UPDATE executions SET side = 'sell'"),
        ("executions", "DELETE FROM executions"),
        ("order_events", "UPDATE order_events SET price = 1 WHERE price IS NOT NULL"),
        ("trading_state", "UPDATE trading_state SET engaged = false"),
        ("strategies", "UPDATE strategies SET suspended_at = now()"),
    ];

    [Test]
    [Category("Long")]
    public async Task Verify_TableChangedPastTheProgram_RowNamed()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await FullRun.ApplyTradeUpdateAsync(stack);
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        await stack.CountsAsync("SELECT count(*) FROM trading_state WHERE engaged", 1);
        await stack.Process.StopAsync();
        Assert.That(await stack.VerifyAuditAsync(expectedExit: 0), Does.Contain("the tables agree"));

        await using var connection = await stack.Database.OpenConnectionAsync();
        await connection.ExecuteAsync("SET session_replication_role = replica");
        var checkedByTheProgram = new HashSet<string>();
        foreach (var (table, tamper) in Tampers)
        {
            await connection.ExecuteAsync($"CREATE TEMP TABLE kept AS TABLE {table}");
            Assert.That(await connection.ExecuteAsync(tamper), Is.GreaterThan(0), $"{tamper} changes something");
            Assert.That(await stack.FindAuditFaultAsync(), Does.StartWith($"{table} "), tamper);
            if (checkedByTheProgram.Add(table))
            {
                Assert.That(await stack.VerifyAuditAsync(expectedExit: 1), Does.Contain($"{table} ").And.Contain(" is bad: "), tamper);
            }

            await connection.ExecuteAsync($"DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept; DROP TABLE kept");
        }

        await stack.VerifyAuditAsync(expectedExit: 0);
    }
}
