using Torghut.Sandbox.Alpaca;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>The broker misbehaves around one order request.</summary>
public sealed class BrokerFaultTests
{
    private static readonly object Post = new { method = "POST", path = "/v2/orders" };

    public static IEnumerable<TestCaseData> Survivable()
    {
        yield return Case("time-out after accept", new { kind = "rest_hang", when = "after", seconds = 10, match = Post });
        yield return Case("time-out before accept", new { kind = "rest_hang", when = "before", seconds = 10, match = Post });
        yield return Case("500 after accept", new { kind = "rest_error", when = "after", status = 500, match = Post });
        yield return Case("500 before accept", new { kind = "rest_error", when = "before", status = 500, match = Post });
        yield return Case("504 after accept", new { kind = "rest_error", when = "after", status = 504, match = Post });
        yield return Case("unreadable answer after accept", new { kind = "rest_error", when = "after", status = 200, raw = "<html>", match = Post });
        yield return Case("422 duplicate id after accept", new
        {
            kind = "rest_error",
            when = "after",
            status = 422,
            message = "client_order_id must be unique",
            match = Post
        });
        yield return Case("reset after accept", new { kind = "rest_reset", when = "after", match = Post });
        yield return Case("reset before accept", new { kind = "rest_reset", when = "before", match = Post });
        yield return Case("429 with reset header", new { kind = "rest_error", when = "before", status = 429, reset_after = 1, match = Post });
        yield return Case("429 without reset header", new { kind = "rest_error", when = "before", status = 429, match = Post });
    }

    [TestCaseSource(nameof(Survivable))]
    public async Task Submit_FaultThatPasses_OneOrder(object fault)
    {
        await using var stack = await TradingStack.CreateAsync();

        // What was tried in vain must not be what the order has to wait for.
        await stack.DeployCooldownAsync(seconds: 300);
        await stack.StartAsync();
        await stack.Broker.FaultAsync(fault);
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [TestCase(403, "insufficient buying power", "insufficient_buying_power", Category = "Long")]
    [TestCase(422, "asset \"AAPL\" not found", "invalid_order")]
    public async Task Submit_Refused_TerminalWithReason(int status, string message, string code)
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status, message, match = Post });
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'broker_rejected'", 1);
        Assert.That(await stack.QueryAsync<string>("SELECT status_reason FROM trade_decisions"), Does.StartWith(code));
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 0);
    }

    /// <summary>An account whose positions cannot be read is not a flat one: nothing is bought again, and the exit leaves once, as soon as it can.</summary>
    [TestCase(502, "<html>bad gateway</html>")]
    [TestCase(429, "{\"message\":\"rate limit exceeded\"}", Category = "Long")]
    [TestCase(404, "{\"message\":\"not found\"}", Category = "Drill")]
    [TestCase(401, "{\"message\":\"unauthorized.\"}", Category = "Drill")]
    [TestCase(200, "", Category = "Long")]
    [TestCase(200, "{}", Category = "Drill")]
    [TestCase(200, "null", Category = "Drill")]
    [TestCase(200, "<html></html>", Category = "Drill")]
    [TestCase(200, "[{\"symbol\":\"AAPL\",\"qty\":\"5", Category = "Long")]
    public async Task Positions_CannotBeRead_NothingLeavesUntilTheyCan(int status, string raw)
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status, raw, count = 10_000, match = new { path = "/v2/positions" } });
        await stack.SignalBuyAsync("MSFT");
        var at = await stack.JustNowAsync();
        await stack.Tables.SellAsync("AAPL", at);
        var error = async () => (await stack.StatusAsync()).GetProperty("loop").GetProperty("last_error").GetString() ?? "";
        await Eventually.HoldsAsync(async () => (await error()).Contains("/v2/positions", StringComparison.Ordinal), "the reading fails");
        Assert.That(await stack.Broker.OrderRequestsAsync(), Has.Count.EqualTo(1));

        await stack.Broker.ClearFaultsAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE side = 'sell' AND status = 'filled'", 1);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND status = 'filled'", 1);
        Assert.That(await stack.Broker.OrderRequestsAsync(), Has.Count.EqualTo(3), "each once");
    }

    [Test]
    [Category("Long")]
    public async Task Submit_ConnectionEndsWithoutAnAnswer_OnePostAndAnUnknownOrderThatIsFound()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new { kind = "rest_reset", when = "after", match = Post });
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await stack.Broker.OrderRequestsAsync(), Has.Count.EqualTo(1), "nothing below the submitter repeats an order");
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM audit_log WHERE kind = 'order_state' AND payload ->> 'to' = 'unknown'"), Is.EqualTo(1));
    }

    [Test]
    public async Task Submit_OutcomeUnknown_NoOtherEntryLeavesUntilItIsKnown()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TRADING_UNKNOWN_GRACE_MS"] = "600000";
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new { kind = "rest_reset", when = "before", match = Post });
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'unknown'", 1);
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE risk_reasons = '{unknown_order_outstanding}'", 1);
        await stack.MarkAsync();
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);
        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions WHERE status = 'unknown'"), Is.EqualTo(1),
            "only evidence ends the state");
    }

    [Test]
    [Category("Long")]
    public async Task Start_OrdersCannotBeRead_NothingLeavesUntilTheyWere()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.Broker.FaultAsync(new
        {
            kind = "rest_error",
            when = "before",
            status = 503,
            count = 100_000,
            match = new
            {
                method = "GET",
                path = "/v2/orders"
            }
        });
        var process = stack.Launch();
        await Eventually.HoldsAsync(() => process.Output.Contains("\"event\":\"reconcile_failed\"", StringComparison.Ordinal), "reconciliation failed");
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("loop").GetProperty("last_outcome").GetString() == "reconciling",
            "the loop waits");
        Assert.That(await stack.Broker.OrderRequestsAsync(), Is.Empty);
        await stack.Broker.ClearFaultsAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [Test]
    [Category("Long")]
    public async Task Order_FillsInParts_EveryShareIsCountedOnce()
    {
        await using var stack = await TradingStack.CreateAsync(new AlpacaSimulatorOptions { PartialFills = 1 });
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await stack.Broker.LedgerAsync("execution"), Has.Count.GreaterThan(1), "it filled in parts");
    }

    [Test]
    [Category("Long")]
    public async Task Order_CancelledAfterAPartFilled_EndsCancelledWithItsFill()
    {
        await using var stack = await TradingStack.CreateAsync(new AlpacaSimulatorOptions { PartialFills = 1, TradesPerSecond = 20 });
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(async () => (await stack.Broker.LedgerAsync("execution")).Count > 0, "a part is filled");
        await stack.Broker.Client.CancelAllOrdersAsync(CancellationToken.None);
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status IN ('canceled', 'filled')", 1);
        await SafetyOracle.HoldsAsync(stack);
    }

    [Test]
    [Category("Long")]
    public async Task Broker_Down_LoopRecovers()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.Broker.FaultAsync(new { kind = "rest_error", when = "before", status = 503, count = 1000, match = new { api = "trading" } });
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("loop").GetProperty("last_outcome").GetString() == "broker_failed",
            "the loop says so");
        Assert.That((await stack.GetAsync("/readyz")).Status, Is.EqualTo(503));
        await stack.Broker.ClearFaultsAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
    }

    /// <summary>One lost answer and one refusal to listen in every run; the others are long.</summary>
    private static TestCaseData Case(string name, object fault) =>
        name == "reset after accept"
            ? new TestCaseData(fault).SetArgDisplayNames(name)
            : new TestCaseData(fault).SetArgDisplayNames(name).SetCategory("Long");
}
