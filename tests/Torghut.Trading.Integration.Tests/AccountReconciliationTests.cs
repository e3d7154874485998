using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Fills must explain positions and cash; when they do not, only exits leave until a person has looked.</summary>
public sealed class AccountReconciliationTests
{
    [Test]
    public async Task Fills_DoNotExplainTheAccount_AlarmAuditAndExitsOnlyUntilAccepted()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.CountsAsync("SELECT count(*) FROM position_snapshots", 3);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"), "what was traded explains what is held");

        // A record of a fill that never was; nothing at the broker can be changed without an order.
        await stack.QueryAsync<int>("WITH u AS (UPDATE executions SET filled_qty = filled_qty + 1 RETURNING 1) SELECT count(*)::int FROM u");
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
}
