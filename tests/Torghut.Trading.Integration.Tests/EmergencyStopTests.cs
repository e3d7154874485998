using System.Diagnostics;
using System.Globalization;
using Torghut.Alpaca.Trading;
using Torghut.Common.Drills;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Stopping: how fast, how surely, and for how long.</summary>
public sealed class EmergencyStopTests
{
    private const int WorkingOrders = 25;

    private static readonly TimeSpan LatchToLastRequest = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LatchToCancel = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LatchToEmptyBook = TimeSpan.FromSeconds(5);

    /// <summary>Trips a drill runs; TORGHUT_KILL_TRIPS asks for more.</summary>
    private static int Trips => int.TryParse(Environment.GetEnvironmentVariable("TORGHUT_KILL_TRIPS"), CultureInfo.InvariantCulture, out var trips) ? trips : 3;

    [Test]
    public async Task Stop_WhileOrdersFlow_NothingLeavesAndTheBookEmpties()
    {
        var random = new Random(20260206);
        var worst = (Late: TimeSpan.MinValue, Cancel: TimeSpan.Zero, Empty: TimeSpan.Zero);
        for (var trip = 0; trip < Trips; trip++)
        {
            await using var stack = await TradingStack.CreateAsync();
            WorkingLimitOrders(stack);
            await stack.StartAsync();
            await FeedAsync(stack, WorkingOrders * 4);
            var threshold = random.Next(1, WorkingOrders);
            await Eventually.HoldsAsync(async () => (await stack.Broker.LedgerAsync("request")).Count >= threshold, "orders flow");

            // Measured from the call, so that the way of the request counts against us.
            var watch = Stopwatch.StartNew();
            var called = TimeProvider.System.GetUtcNow();
            var (status, _) = await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
            Assert.That(status, Is.EqualTo(202));
            await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count == 0, "the book is empty");
            var empty = watch.Elapsed;
            await stack.MarkAsync();

            var requests = await stack.Broker.LedgerAsync("request");
            var lastOrder = requests.Where(r => r.GetProperty("method").GetString() == "POST").Max(r => r.GetProperty("at").GetDateTimeOffset()) - called;
            var cancel = requests.First(r => r.GetProperty("method").GetString() == "DELETE").GetProperty("at").GetDateTimeOffset() - called;
            worst = (Max(worst.Late, lastOrder), Max(worst.Cancel, cancel), Max(worst.Empty, empty));
        }

        TestContext.Out.WriteLine($"worst of {Trips}: last order {worst.Late.TotalMilliseconds:0} ms after the call, cancel {worst.Cancel.TotalMilliseconds:0} ms, book empty {worst.Empty.TotalMilliseconds:0} ms");
        Assert.Multiple(() =>
        {
            Assert.That(worst.Late, Is.LessThanOrEqualTo(LatchToLastRequest));
            Assert.That(worst.Cancel, Is.LessThanOrEqualTo(LatchToCancel));
            Assert.That(worst.Empty, Is.LessThanOrEqualTo(LatchToEmptyBook));
        });
    }

    [Test]
    public async Task Stop_Killed_StillLatchedAfterRestartUntilRearmedWithReasonAndToken()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        await stack.Process.KillAsync();
        await LaunchAndAnswerAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE 'emergency_stop_active' = ANY(risk_reasons)", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);

        var good = new { latch = "emergency_stop", reason = "drill is over", actor = "tester", confirm = "REARM paper" };
        Assert.That((await stack.PostAsync("/trading/rearm", null, good)).Status, Is.EqualTo(401));
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.OperatorToken, good)).Status, Is.EqualTo(401), "the stop's token arms nothing");
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, new { latch = "emergency_stop", actor = "tester", confirm = "REARM paper" })).Status, Is.EqualTo(400), "no reason");
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, good with { confirm = "yes" })).Status, Is.EqualTo(400));
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, good)).Status, Is.EqualTo(200));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        Assert.That(await stack.QueryAsync<string>("SELECT payload ->> 'reason' FROM audit_log WHERE kind = 'latch_released'"), Is.EqualTo("drill is over"));
    }

    [Test]
    public async Task Stop_PostgresDown_LatchesAndCancelsAnyway()
    {
        await using var stack = await TradingStack.CreateAsync();
        WorkingLimitOrders(stack);
        await stack.StartAsync();
        await FeedAsync(stack, 3);
        await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count >= 3, "orders work");
        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        Assert.That((await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" })).Status, Is.EqualTo(202));
        await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count == 0, "the book is empty");
        await stack.Process.KillAsync();
        await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
        await LaunchAndAnswerAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"), "the local latch is enough");
    }

    [TestCase(FailpointNames.LatchWritten)]
    [TestCase(FailpointNames.CancelAllSent)]
    public async Task Stop_KilledOnTheWay_CancelsAfterRestart(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        WorkingLimitOrders(stack);
        stack.Environment["DOTNET_ENVIRONMENT"] = DrillOptions.DrillEnvironment;
        stack.Environment["FAILPOINTS"] = $"{point}=kill";
        await stack.StartAsync();
        await FeedAsync(stack, 3);
        await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count >= 3, "orders work");
        try
        {
            await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        }
        catch (HttpRequestException)
        {
            // The process may die before it answers; that is what the drill is about.
            TestContext.Out.WriteLine("no answer");
        }

        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(137));
        stack.Environment.Remove("FAILPOINTS");
        await LaunchAndAnswerAsync(stack);
        await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count == 0, "the book is empty");
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
    }

    [Test]
    public async Task Stop_CancelFails_RepeatedAndNeverCalledEmpty()
    {
        await using var stack = await TradingStack.CreateAsync();
        WorkingLimitOrders(stack);
        await stack.StartAsync();
        await FeedAsync(stack, 3);
        await Eventually.HoldsAsync(async () => (await OpenAsync(stack)).Count >= 3, "orders work");
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status = 500, count = 4, match = new { method = "DELETE", path = "/v2/orders" } });
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("latches").GetProperty("sweep").GetString() == "book_empty", "the sweep ended");
        Assert.That(await OpenAsync(stack), Is.Empty);
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_trading_emergency_stop_cancel_failures_total 4"));
    }

    [Test]
    public async Task Latch_Unreadable_CountsAsEngaged()
    {
        await using var stack = await TradingStack.CreateAsync();
        Directory.CreateDirectory(stack.StateDirectory);
        await File.WriteAllTextAsync(Path.Combine(stack.StateDirectory, "emergency-stop.json"), "{\"engaged\":fal");
        await LaunchAndAnswerAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("HALTED"));
    }

    [Test]
    public async Task DailyLoss_Latched_EntriesStopAndExitsLeave()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.QueryAsync<int>("WITH l AS (INSERT INTO trading_state (account_label, latch, engaged, reason, actor, engaged_at) VALUES ('paper', 'daily_loss', true, 'drill', 'tester', now()) RETURNING 1) SELECT count(*)::int FROM l");
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("state").GetString() == "REDUCING", "the latch is read");
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{reducing_only}'", 1);
        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
    }

    /// <summary>Limits far below the market, so that orders stay open.</summary>
    private static void WorkingLimitOrders(TradingStack stack)
    {
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_MAX_ENTRIES_PER_SYMBOL_PER_MINUTE"] = "10000";
    }

    private static async Task FeedAsync(TradingStack stack, int signals)
    {
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        for (var i = 0; i < signals; i++) await stack.Tables.BuyAsync("AAPL", now.AddMilliseconds(i - signals));
    }

    private static Task<IReadOnlyList<AlpacaOrder>> OpenAsync(TradingStack stack) =>
        stack.Broker.Client.ListOrdersAsync(new OrderQuery { Status = OrderListStatus.Open }, CancellationToken.None);

    private static async Task LaunchAndAnswerAsync(TradingStack stack)
    {
        stack.Launch();
        await Eventually.HoldsAsync(
            async () =>
            {
                try
                {
                    return (await stack.StatusAsync()).GetProperty("gates").GetProperty("reconciled").GetBoolean();
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "the service answers");
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
