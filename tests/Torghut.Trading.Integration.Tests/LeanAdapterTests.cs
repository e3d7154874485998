using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Orders through the lean runner, the built program being both ends, and everything that can go wrong between them.</summary>
public sealed class LeanAdapterTests
{
    /// <summary>The first answer was not taken for an acceptance. While one is waited for, the look for new orders may find what became of the
    /// request.</summary>
    private const string NotBelieved =
        """
        SELECT EXISTS (SELECT 1 FROM audit_log WHERE kind = 'order_state' AND payload ->> 'to' = 'unknown')
            OR NOT EXISTS (SELECT 1 FROM order_events WHERE source = 'submit')
        """;

    private const string Steps =
        """
        SELECT string_agg(DISTINCT concat_ws('/', payload ->> 'expected', payload ->> 'actual', payload ->> 'reason', payload ->> 'count'), ' ')
        FROM audit_log WHERE kind = 'execution_fallback'
        """;

    private const string Trades = "SELECT count(*) FROM executions WHERE status = 'filled'";

    /// <summary>In every run one of each kind: an answer that says nothing, none at all, and another order's; the others in the drills.</summary>
    public static IEnumerable<TestCaseData> Ambiguous()
    {
        yield return Long("500 after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            context.Response.StatusCode = 500;
        });
        yield return InDrills("500 before accept", (context, _) =>
        {
            context.Response.StatusCode = 500;
            return Task.CompletedTask;
        });
        yield return InDrills("reset after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            context.Abort();
        });
        yield return Long("reset before accept", (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        yield return InDrills("no answer after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            await GivenUpAsync(context);
        });
        yield return InDrills("accepted only after the adapter gave up", async (context, handOn) =>
        {
            await GivenUpAsync(context);
            using var accepted = await handOn();
        });
        yield return InDrills("unreadable answer after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            await context.Response.WriteAsync("<html>");
        });
        yield return Long("another order in the answer after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            await context.Response.WriteAsync(
                (await accepted.Content.ReadAsStringAsync()).Replace("\"client_order_id\":\"", "\"client_order_id\":\"0", StringComparison.Ordinal));
        });
        yield return InDrills("503 without the contract's word after accept", async (context, handOn) =>
        {
            using var accepted = await handOn();
            context.Response.StatusCode = 503;
        });
    }

    [Test]
    public async Task Submit_ThroughTheRunner_OneOrderByLean()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack);
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync(Trades, 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await RouteAsync(stack), Is.EqualTo("lean/lean//0"));
        Assert.That(bridge.Submissions, Is.EqualTo(1));
        Assert.That((await stack.Broker.LedgerAsync("request")).Count(IsPost), Is.EqualTo(1));
        var adapter = (await stack.StatusAsync()).GetProperty("adapter");
        Assert.That(adapter.GetProperty("chain").EnumerateArray().Select(name => name.GetString()), Is.EqualTo(new[] { "lean", "alpaca_paper" }));
    }

    [Test]
    [Category("Long")]
    public async Task Submit_RunnerDown_FallbackTakesTheOrderOnceAndTheAuditSaysSo()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack);
        stack.Environment["TRADING_LEAN_RUNNER_URL"] = $"http://127.0.0.1:{ServiceProcess.FreePort()}";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync(Trades, 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await RouteAsync(stack), Is.EqualTo("lean/alpaca_paper/runner_unreachable/1"));

        // A step is audited before its request leaves. On a busy machine the last check may stop that one, and then the way begins anew.
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'execution_fallback'"), Is.Positive);
        Assert.That(await stack.QueryAsync<string>(Steps), Is.EqualTo("lean/alpaca_paper/runner_unreachable/1"));
        Assert.That((await stack.StatusAsync()).GetProperty("adapter").GetProperty("fallbacks").GetInt64(), Is.EqualTo(1));
        Assert.That(await stack.TextAsync("/metrics"),
            Does.Contain("torghut_trading_execution_fallback_total{expected=\"lean\",actual=\"alpaca_paper\",reason=\"runner_unreachable\"} 1"));
    }

    [Test]
    [Category("Long")]
    public async Task Submit_RunnerDownWithoutFallback_NothingLeavesAndTheOrderExpires()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack, fallback: "none");
        stack.Environment["TRADING_LEAN_RUNNER_URL"] = $"http://127.0.0.1:{ServiceProcess.FreePort()}";
        stack.Environment["TRADING_ORDER_MAX_AGE_SECONDS"] = "3600";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE claim_attempts > 0", 1);

        // It is old only once it was claimed, however long that took.
        await stack.StopAsync();
        stack.Environment["TRADING_ORDER_MAX_AGE_SECONDS"] = "1";
        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'expired' AND claim_attempts > 0", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'execution_fallback'"), Is.Zero);
    }

    [TestCaseSource(nameof(Ambiguous))]
    public async Task Submit_AmbiguousAnswer_NeverFallsThroughAndStaysOneOrder(Func<HttpContext, Func<Task<HttpResponseMessage>>, Task> fault)
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack);
        await stack.StartAsync();
        bridge.Misbehave(fault);
        await stack.SignalBuyAsync();
        await stack.CountsAsync(Trades, 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await stack.QueryAsync<bool>(NotBelieved), Is.True,
            "the order was lost and looked up, or seen at the broker before its answer was given up");
        Assert.That(await RouteAsync(stack), Is.EqualTo("lean/lean//0"), "an unknown outcome goes to no other adapter");
    }

    [Test]
    [Category("Long")]
    public async Task Submit_RunnerCannotReachTheBroker_FallbackUnderTheSameId()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker, ("ALPACA_TRADING_BASE_URL", stack.Broker.Address.ToString()));
        bridge.Use(stack);
        await stack.StartAsync();
        bridge.Misbehave(NotAcceptedAsync, lasts: true);
        await stack.SignalBuyAsync();
        await stack.CountsAsync(Trades, 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await RouteAsync(stack), Is.EqualTo("lean/alpaca_paper/broker_unreachable/1"));
        Assert.That((await stack.Broker.OrdersAsync()).Single().ClientOrderId,
            Is.EqualTo(await stack.QueryAsync<string>("SELECT decision_hash FROM trade_decisions")));
    }

    /// <summary>What a row says of the way is said of the way on which the order left: none of those before counts.</summary>
    [Test]
    [Category("Long")]
    public async Task Submit_NeitherAcceptedTheFirstTime_TheWayBeginsAnew()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack);
        await stack.StartAsync();
        bridge.Misbehave(NotAcceptedAsync, lasts: true);
        await stack.Broker.FaultAsync(new
        {
            kind = "rest_error",
            when = "before",
            status = 429,
            message = "too many requests",
            match = new { method = "POST", path = "/v2/orders" }
        });
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'approved' AND status_reason = 'rate_limited' AND fallback_count > 0", 1);
        bridge.Behave();
        await stack.CountsAsync(Trades, 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await RouteAsync(stack), Is.EqualTo("lean/lean//0"));
        Assert.That(await stack.QueryAsync<string>(Steps), Is.EqualTo("lean/alpaca_paper/broker_unreachable/1"), "the audit keeps it");
    }

    [Test]
    [Category("Long")]
    public async Task Submit_BrokerRefusesThroughTheRunner_TerminalWithItsCode()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var bridge = await LeanBridge.StartAsync(stack.Broker);
        bridge.Use(stack);
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new
        {
            kind = "rest_error",
            when = "before",
            status = 403,
            message = "insufficient buying power",
            match = new { method = "POST", path = "/v2/orders" }
        });
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'broker_rejected'", 1);
        Assert.That(await stack.QueryAsync<string>("SELECT status_reason FROM trade_decisions"), Does.StartWith("insufficient_buying_power"));
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'execution_fallback'"), Is.Zero, "a refusal is an answer");
    }

    /// <summary>Whoever asked waits no longer.</summary>
    private static Task GivenUpAsync(HttpContext context) =>
        Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

    private static Task NotAcceptedAsync(HttpContext context, Func<Task<HttpResponseMessage>> handOn)
    {
        context.Response.StatusCode = 503;
        context.Response.ContentType = "application/problem+json";
        return context.Response.WriteAsync(
            """{"type":"urn:torghut:problem:not_accepted","title":"not accepted","status":503,"detail":"Nothing was accepted."}""");
    }

    private static bool IsPost(JsonElement entry) => entry.ToString().Contains("POST", StringComparison.Ordinal) && entry.ToString()
        .Contains("/v2/orders", StringComparison.Ordinal);

    private static Task<string> RouteAsync(TradingStack stack) =>
        stack.QueryAsync<string>("SELECT concat_ws('/', adapter_expected, adapter, coalesce(fallback_reason, ''), fallback_count) FROM executions");

    private static TestCaseData InDrills(string name, Func<HttpContext, Func<Task<HttpResponseMessage>>, Task> fault) =>
        InEveryRun(name, fault).SetCategory("Drill");

    private static TestCaseData Long(string name, Func<HttpContext, Func<Task<HttpResponseMessage>>, Task> fault) =>
        InEveryRun(name, fault).SetCategory("Long");

    private static TestCaseData InEveryRun(string name, Func<HttpContext, Func<Task<HttpResponseMessage>>, Task> fault) =>
        new TestCaseData(fault).SetArgDisplayNames(name);
}
