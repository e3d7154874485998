using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Fills must explain positions and cash; when they do not, only exits leave until a person has looked.</summary>
public sealed class AccountReconciliationTests
{
    [Test]
    [Category("Long")]
    public async Task Fills_DoNotExplainTheAccount_AlarmAuditAndExitsOnlyUntilAccepted()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", 3);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "what was traded explains what is held");

        // A record of an order that never was, old enough that nobody asks the broker about it again.
        await stack.ExecuteAsync(
            """
            INSERT INTO executions (id, account_label, adapter, alpaca_order_id, client_order_id, symbol, side, order_type, time_in_force, qty, status, filled_qty,
              filled_avg_price, broker_updated_at, raw_order, is_settled)
            SELECT gen_random_uuid(), account_label, adapter, 'never-was', 'never-was', symbol, side, order_type, time_in_force, 1, 'filled', 1, filled_avg_price,
              broker_updated_at, '{}', true FROM executions
            """);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "only exits may leave");
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_reconciliation_breaks_total 1").And.Contain("torghut_trading_reconciliation_break 1"));
        Assert.That(await stack.QueryAsync<string>("SELECT payload -> 'positions' ->> 'AAPL' FROM audit_log WHERE kind = 'reconciliation_break'"), Is.EqualTo("-1"));
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"reconciliation_break\""));
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{reducing_only}'", 1);

        await stack.Process.KillAsync();
        await stack.StartAsync();
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "a restart changes nothing");
        var (status, _) = await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, new
        {
            latch = "reconciliation_break",
            reason = "explained",
            actor = "tester",
            confirm = "REARM paper"
        });
        Assert.That(status, Is.EqualTo(200));
        await stack.CountsAsync("SELECT count(*) FROM account_baselines", 2);
        var passes = await stack.QueryAsync<long>("SELECT count(*) FROM position_snapshots");
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", passes + 3);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "what was accepted is not found again");
        Assert.That(await stack.VerifyAuditAsync(expectedExit: 1), Does.Contain("executions"), "the log still knows what the record was");
    }

    [Test]
    [Category("Long")]
    public async Task ExternalOrders_AndPositionsFromBefore_AreExplained()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.Broker.BuyElsewhereAsync("MSFT", 3);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE is_external AND status = 'filled'", 1);
        var passes = await stack.QueryAsync<long>("SELECT count(*) FROM position_snapshots");
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", passes + 3);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"));
    }

    /// <summary>Fees, a dividend, a split and transfers explain themselves; a transfer is no loss; a kind that nobody knows explains nothing.</summary>
    [Test]
    [Category("Long")]
    public async Task Activities_ExplainTheAccount_AndTransfersAreNoGainNorLoss()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_DAILY_LOSS_LIMIT"] = "5000";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        for (var day = 0; day < 20; day++)
        {
            await HappensAsync(stack, new { kind = "account_activity", type = "FEE", net_amount = "-0.06" });
        }

        await HappensAsync(stack, new { kind = "account_activity", type = "DIV", symbol = "AAPL", per_share_amount = "0.25" });
        await HappensAsync(stack, new { kind = "account_activity", type = "SPLIT", symbol = "AAPL", old_rate = 1, new_rate = 4 });
        await HappensAsync(stack, new { kind = "account_activity", type = "CSW", net_amount = "-20000" });
        await stack.CountsAsync("SELECT count(*) FROM account_activities WHERE is_known", 23);
        await PassesAsync(stack, 4);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "everything is explained, and a withdrawal is no loss");
        Assert.That(
            await stack.QueryAsync<decimal>("SELECT qty FROM account_totals WHERE source = 'activities' AND symbol = 'AAPL'"),
            Is.GreaterThan(0),
            "the split's shares");
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_account_activities_total{result=\"explained\"} 23"));
        await stack.VerifyAuditAsync(expectedExit: 0);

        await stack.Process.KillAsync();
        await stack.StartAsync();
        await PassesAsync(stack, 3);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "a restart counts nothing twice");
        await HappensAsync(stack, new { kind = "account_activity", type = "OPCSH", net_amount = "7" });
        await Eventually.HoldsAsync(
            async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "what is not known explains nothing");
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"unknown_activity\""));
        Assert.That(await stack.QueryAsync<string>("SELECT raw ->> 'net_amount' FROM account_activities WHERE NOT is_known"), Is.EqualTo("7"));
    }

    private static Task HappensAsync(TradingStack stack, object activity) => stack.Broker.FaultAsync(activity);

    private static async Task PassesAsync(TradingStack stack, long passes)
    {
        var before = await stack.QueryAsync<long>("SELECT count(*) FROM position_snapshots");
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", before + passes);
    }
}
