using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Stopping: how fast, how surely, and for how long.</summary>
public sealed class EmergencyStopTests
{
    private static readonly object Stop = new { reason = "drill", actor = "tester" };
    private static readonly object PostOrder = new { method = "POST", path = "/v2/orders" };
    private static readonly object CancelAll = new { method = "DELETE", path = "/v2/orders" };

    /// <summary>Where a test below kills the process.</summary>
    public static IEnumerable<string> KillPoints { get; } = [FailpointNames.LatchWritten, FailpointNames.CancelAllSent];

    [Test]
    public async Task Stop_Killed_StillLatchedAfterRestartUntilRearmedWithReasonAndToken()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        await stack.Process.KillAsync();
        await stack.LaunchAndRespondAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE 'emergency_stop_active' = ANY(risk_reasons)", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);

        var good = new { latch = "emergency_stop", reason = "drill is over", actor = "tester", confirm = "REARM paper" };
        Assert.That((await stack.PostAsync("/trading/rearm", null, good)).Status, Is.EqualTo(401));
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.OperatorToken, good)).Status, Is.EqualTo(403), "the stop's token arms nothing");
        Assert.That(
            (await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, new
            {
                latch = "emergency_stop",
                actor = "tester",
                confirm = "REARM paper"
            })).Status, Is.EqualTo(400), "no reason");
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, good with { confirm = "yes" })).Status, Is.EqualTo(400));
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, good)).Status, Is.EqualTo(200));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        Assert.That(await stack.QueryAsync<string>("SELECT payload ->> 'reason' FROM audit_log WHERE kind = 'latch_released'"), Is.EqualTo("drill is over"));
    }

    [Test]
    [Category("Long")]
    public async Task Stop_EverythingButTheBrokerDown_LatchesAndCancelsAnyway()
    {
        await using var stack = await RestingOrders.CreateAsync();
        await using var clickHouse = new Cable(Infrastructure.ClickHouse.BaseAddress);
        stack.Environment["TA_CLICKHOUSE_URL"] = clickHouse.Address.ToString();
        await using (await UpdatesTopic.StartAsync(stack))
        {
            await WithRestingOrdersAsync(stack, 3);
        }

        await clickHouse.CutAsync();
        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        Assert.That((await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop)).Status, Is.EqualTo(202));
        await BookIsEmptyAsync(stack);
        await stack.Process.KillAsync();
        await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
        stack.Environment["TRADING_TRADE_UPDATES_ENABLED"] = "false";
        await stack.LaunchAndRespondAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"), "the local latch is enough");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'canceled'", 3);
    }

    [Test]
    [Category("Long")]
    public async Task Stop_RequestUnderWay_ItsOrderIsCancelledToo()
    {
        await using var stack = await RestingOrders.CreateAsync();
        stack.Environment["TRADING_BROKER_TIMEOUT_MS"] = "1000";
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new { kind = "rest_slow", milliseconds = 3_000, match = PostOrder });
        await RestingOrders.FeedAsync(stack, 1);
        await Eventually.HoldsAsync(async () => (await stack.Broker.OrderRequestsAsync()).Count == 1, "the request is under way");
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'canceled'", 1);
        await BookIsEmptyAsync(stack);
        Assert.That(await stack.Broker.OrderRequestsAsync(), Has.Count.EqualTo(1));
    }

    [Test]
    [Category("Long")]
    public async Task Stop_OrderFillsInsteadOfBeingCancelled_FillIsKept()
    {
        await using var stack = await RestingOrders.CreateAsync();
        await WithRestingOrdersAsync(stack, 3);
        await stack.Broker.FaultAsync(new { kind = "order_fill_on_cancel", match = new { symbol = "AAPL" } });
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        await BookIsEmptyAsync(stack);
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'filled'", 1);
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'canceled'", 2);
        await SafetyOracle.HoldsAsync(stack);
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_emergency_stop_cancel_failures_total 1"),
            "never recorded as nothing to cancel");
    }

    [Test]
    [Category("Long")]
    public async Task Stop_Latched_ExitsNeedTheirOwnPermission()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE action = 'sell' AND 'emergency_stop_active' = ANY(risk_reasons)", 1);

        Assert.That((await stack.PostAsync("/trading/exits-only", null, Stop)).Status, Is.EqualTo(401));
        Assert.That((await stack.PostAsync("/trading/exits-only", TradingStack.OperatorToken, Stop)).Status, Is.EqualTo(202));
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"), "the permission alone arms nothing");
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, Rearm("emergency_stop"))).Status, Is.EqualTo(200));
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("REDUCING"));
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{reducing_only}'", 1);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, Rearm("exits_only"))).Status, Is.EqualTo(200));
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("ACTIVE"));
        await SafetyOracle.HoldsAsync(stack);
    }

    [TestCaseSource(nameof(KillPoints))]
    [Category("Long")]
    public async Task Stop_KilledOnTheWay_CancelsAfterRestart(string point)
    {
        await using var stack = await RestingOrders.CreateAsync();
        stack.Arm($"{point}=kill");
        await WithRestingOrdersAsync(stack, 3);
        try
        {
            await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        }
        catch (HttpRequestException)
        {
            // The process may die before it answers; that is what the drill is about.
            TestContext.Out.WriteLine("no answer");
        }

        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(137));
        stack.Disarm();
        await stack.LaunchAndRespondAsync();
        await BookIsEmptyAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
    }

    public static IEnumerable<TestCaseData> CancelFaults()
    {
        yield return new TestCaseData(new { kind = "rest_error", when = "before", status = 500, count = 4, match = CancelAll }).SetArgDisplayNames("500");
        yield return new TestCaseData(new { kind = "rest_error", when = "before", status = 429, count = 4, match = CancelAll })
            .SetArgDisplayNames("429").SetCategory("Long");
        yield return new TestCaseData(new { kind = "rest_reset", when = "before", count = 4, match = CancelAll })
            .SetArgDisplayNames("reset").SetCategory("Long");
        yield return new TestCaseData(new { kind = "rest_hang", when = "before", seconds = 20, count = 4, match = CancelAll })
            .SetArgDisplayNames("no answer").SetCategory("Long");
    }

    [TestCaseSource(nameof(CancelFaults))]
    public async Task Stop_CancelFails_RepeatedAndNeverCalledEmpty(object fault)
    {
        await using var stack = await RestingOrders.CreateAsync();
        await WithRestingOrdersAsync(stack, 3);
        await stack.Broker.FaultAsync(fault);
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, Stop);
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("latches").GetProperty("mass_cancel").GetString() == "book_empty",
            "the mass cancel ended");
        Assert.That(await RestingOrders.OpenAsync(stack), Is.Zero);
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_emergency_stop_cancel_failures_total 4"));
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"cancel_all_failed\""), "it is paged");
    }

    [Test]
    [Category("Long")]
    public async Task Latch_Unreadable_CountsAsEngaged()
    {
        await using var stack = await TradingStack.CreateAsync();
        Directory.CreateDirectory(stack.StateDirectory);
        await File.WriteAllTextAsync(Path.Combine(stack.StateDirectory, "emergency-stop.json"), "{\"engaged\":fal");
        await stack.LaunchAndRespondAsync();
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
    }

    [Test]
    public async Task DailyLoss_Latched_EntriesStopAndExitsLeave()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.QueryAsync<int>(
            "WITH l AS (INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at) VALUES ('paper', 'daily_loss', true, 'drill', 'tester', now()) RETURNING 1) SELECT count(*)::int FROM l");
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "the latch is read");
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{reducing_only}'", 1);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
    }

    private static object Rearm(string latch) => new { latch, reason = "drill is over", actor = "tester", confirm = "REARM paper" };

    private static async Task WithRestingOrdersAsync(TradingStack stack, int orders)
    {
        await stack.StartAsync();
        await RestingOrders.FeedAsync(stack, orders);
        await Eventually.HoldsAsync(async () => await RestingOrders.OpenAsync(stack) >= orders, "orders work");
    }

    private static Task BookIsEmptyAsync(TradingStack stack) =>
        Eventually.HoldsAsync(async () => await RestingOrders.OpenAsync(stack) == 0, "the book is empty");
}
