using System.Text.Json;
using Torghut.Alpaca.Trading;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Somebody else trades the account.</summary>
public sealed class ExternalOrderTests
{
    private static readonly TimeSpan NoticedWithin = TimeSpan.FromSeconds(5);

    [Test]
    public async Task Order_NotOurs_BackFilledAlertedAndBlocksEntriesUntilAcknowledged()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var theirs = await stack.Broker.BuyElsewhereAsync("MSFT", 3);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE is_external AND client_order_id = 'somebody-else' AND status = 'filled'", 1);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("gates").GetProperty("external_orders").GetInt32() == 1, "it is shown");
        await Eventually.HoldsAsync(
            () => Task.FromResult(stack.Process.Output.Contains("\"event\":\"external_order\"", StringComparison.Ordinal)), "somebody is told");
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{foreign_order_present}'", 1);

        var path = $"/trading/external-orders/{theirs.Id}/acknowledge";
        Assert.That((await stack.PostAsync(path, TradingStack.OperatorToken, new { reason = "known", actor = "tester" })).Status, Is.EqualTo(403));
        Assert.That((await stack.PostAsync(path, TradingStack.RearmToken, new { reason = "known", actor = "tester" })).Status, Is.EqualTo(200));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE NOT is_external AND status = 'filled'", 1);
        Assert.That(await stack.FindAuditFaultAsync(), Is.Null);
    }

    /// <summary>Without trade updates and long before the next reconciliation.</summary>
    [Test]
    [Category("Long")]
    public async Task Order_NotOurs_NoticedBeforeTheNextReconciliation() => await NoticedAfterAsync();

    [Test]
    [Category("Drill")]
    public async Task Order_NotOurs_NoticedWithinTheBoundOfTheSafetyPage()
    {
        var after = await NoticedAfterAsync();
        await TestContext.Out.WriteLineAsync($"drill: an external order is noticed {after.TotalMilliseconds:0} ms after it was placed");
        Assert.That(after, Is.LessThanOrEqualTo(NoticedWithin));
    }

    /// <summary>A start, like a take-over or the end of a fault, is nobody who has looked at the order.</summary>
    [Test]
    [Category("Long")]
    public async Task Order_NotOurs_StillBlocksEntriesAfterAKillAndAStart()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE NOT is_external AND status = 'filled'", 1);
        await stack.Broker.BuyElsewhereAsync("MSFT", 3);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE is_external AND status = 'filled'", 1);
        await stack.Process.KillAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{foreign_order_present}'", 1);
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_external_orders_waiting 1"));
    }

    [Test]
    [Category("Long")]
    public async Task Order_EndedBeforeTheFirstStart_IsHistory()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.Broker.BuyElsewhereAsync("MSFT", 3, "yesterday");
        await Eventually.HoldsAsync(async () => (await stack.Broker.OrdersAsync()).All(order => order.Status == OrderStatus.Filled), "it is filled");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE NOT is_external AND status = 'filled'", 1);
    }

    [Test]
    [Category("Long")]
    public async Task Strategy_RunsAway_SuspendedUntilResumed()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE"] = "2";
        await stack.StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await stack.SignalBuyAsync();
            await stack.MarkAsync();
        }

        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{strategy_suspended}'", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Has.Count.EqualTo(2));
        Assert.That((await stack.PostAsync("/trading/strategies/dip/resume", TradingStack.RearmToken, new { reason = "fixed", actor = "tester" })).Status,
            Is.EqualTo(200));
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind IN ('strategy_suspended', 'strategy_resumed')"), Is.EqualTo(2));
    }

    /// <summary>Orders that were approved while the broker took none leave together when it does again: no more of them than of those decided alone.</summary>
    [Test]
    [Category("Long")]
    public async Task Strategy_RunsAwayWhileItsOrdersWait_SuspendedAtTheLimit()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE"] = "2";
        stack.Environment["TRADING_ORDER_MAX_AGE_SECONDS"] = "600";
        await stack.StartAsync();
        var orders = new { method = "POST", path = "/v2/orders" };
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status = 429, reset_after = 1, count = 10_000, match = orders });
        for (var i = 0; i < 4; i++)
        {
            await stack.SignalBuyAsync();
            await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_at IS NOT NULL", i + 1);
        }

        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions WHERE status = 'approved'"), Is.EqualTo(4), "they wait");
        await stack.Broker.ClearFaultsAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status_reason = 'strategy_suspended'", 2);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        Assert.That(await stack.Broker.OrdersAsync(), Has.Count.EqualTo(2));
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'strategy_suspended'"), Is.EqualTo(1));

        // It is the strategy that is suspended, not its way out.
        var at = await stack.JustNowAsync();
        await stack.Tables.SellAsync("AAPL", at);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
    }

    /// <summary>From the order of somebody else to the alert.</summary>
    private static async Task<TimeSpan> NoticedAfterAsync()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_RECONCILE_MS"] = "600000";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status IN ('new', 'pending_new', 'accepted', 'filled')", 1);
        var placed = TimeProvider.System.GetUtcNow();
        await stack.Broker.BuyElsewhereAsync("MSFT", 3);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("gates").GetProperty("external_orders").GetInt32() == 1,
            "entries are blocked");
        await Eventually.HoldsAsync(() => stack.Process.Output.Contains("\"event\":\"external_order\"", StringComparison.Ordinal), "it is told");
        var alerted = stack.Process.Output.Split('\n').Where(line => line.Contains("\"event\":\"external_order\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("ts").GetDateTimeOffset()).Single();
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_external_orders_total 1"));
        return alerted - placed;
    }
}
