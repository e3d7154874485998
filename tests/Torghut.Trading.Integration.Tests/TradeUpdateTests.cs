using System.Globalization;
using Torghut.Common.Drills;
using Torghut.Contracts;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Order events from Kafka, while reconciliation is too far away to help.</summary>
public sealed class TradeUpdateTests
{
    private const int StandStill = 19;
    private const int GoOn = 18;

    /// <summary>Where a test below kills the process.</summary>
    public static IEnumerable<string> KillPoints { get; } = [FailpointNames.UpdateRead, FailpointNames.UpdateCommitted];

    [Test]
    [Category("Drill")]
    public async Task Updates_FetchesStall_AreReadByAnotherConsumerAndAppliedOnce()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var topic = await UpdatesTopic.StartAsync(stack);
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_RECONCILE_MS"] = "600000";
        stack.Environment["TRADING_UNKNOWN_GRACE_MS"] = "600000";
        await stack.StartAsync();
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        await stack.Tables.BuyAsync("AAPL", now);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE filled_qty = 0", 1);
        var order = (await stack.Broker.OrdersAsync()).Single();
        var ordered = order.Qty!.Value;
        await topic.SendAsync(TradeUpdateRecords.Of(order, "partial_fill", "partially_filled", "x1", 1, 1, 1));
        await stack.CountsAsync("SELECT count(*) FROM order_events", 1);

        topic.StallFetches();
        await topic.SendAsync(TradeUpdateRecords.Of(order, "fill", "filled", "x2", ordered - 1, ordered, 2));
        await stack.CountsAsync("SELECT count(*) FROM order_events", 2);
        Assert.That(await stack.QueryAsync<decimal>("SELECT sum(qty) FROM order_events"), Is.EqualTo(ordered));
        Assert.That(stack.Process.HasExited, Is.False, stack.Process.Output);
    }

    [TestCase("", Category = "Drill")]
    [TestCase($"{FailpointNames.UpdateRead}=kill@3", Category = "Drill")]
    [TestCase($"{FailpointNames.UpdateCommitted}=kill@3", Category = "Long")]
    public async Task Updates_DamagedRepeatedAndOutOfOrder_AppliedOnce(string failpoints)
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var topic = await UpdatesTopic.StartAsync(stack);
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_RECONCILE_MS"] = "600000";

        // The broker knows nothing of these fills, and would soon be believed.
        stack.Environment["TRADING_UNKNOWN_GRACE_MS"] = "600000";
        if (failpoints.Length > 0)
        {
            stack.Environment["DOTNET_ENVIRONMENT"] = DrillOptions.DrillEnvironment;
            stack.Environment["FAILPOINTS"] = failpoints;
        }

        await stack.StartAsync();
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        await stack.Tables.BuyAsync("AAPL", now);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE filled_qty = 0", 1);
        var order = (await stack.Broker.OrdersAsync()).Single();

        var ordered = order.Qty!.Value;
        var partial = TradeUpdateRecords.Of(order, "partial_fill", "partially_filled", "x1", 1, 1, 1);
        var fill = TradeUpdateRecords.Of(order, "fill", "filled", "x2", ordered - 1, ordered, 2);
        await topic.SendAsync("AAPL", [1, 2, 3]);
        await topic.SendAsync(fill);
        await topic.SendAsync(partial);
        await topic.SendAsync(fill);
        await topic.SendAsync(partial with { AccountLabel = "somebody-else" });
        await topic.SendAsync(partial with { OrderJson = "{" });
        await topic.SendAsync(partial with { ExecutionId = "x3", Price = "1e13" });
        await topic.SendAsync(TradeUpdateRecords.Of(order, "fill", "filled", "x4", ordered, ordered * 2, 3));
        await topic.SendAsync(partial with { ExecutionId = "x\0" });
        await topic.SendAsync(partial);
        if (failpoints.Length > 0)
        {
            Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(137));
            stack.Environment.Remove("FAILPOINTS");
            stack.Environment["TRADING_ENABLED"] = "true";
            stack.Launch();
        }

        await stack.CountsAsync("SELECT count(*) FROM order_events", 2);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE filled_qty = qty AND status = 'filled'", 1);
        await Eventually.HoldsAsync(
            async () => (await MetricAsync(stack, "refused")) + (await MetricAsync(stack, "repeated")) >= (failpoints.Length > 0 ? 1 : 7), "the rest was read");
        Assert.That(await stack.QueryAsync<decimal>("SELECT sum(qty) FROM order_events"), Is.EqualTo(ordered));
        var letters = await topic.DeadLettersAsync(5);
        Assert.That(letters.Select(letter => letter.Topic), Is.All.EqualTo(Topics.TradeUpdates));
        Assert.That(
            letters.Select(letter => letter.Reason),
            Has.Some.StartsWith("not_framed").And.Some.Contains("'price' is out of range").And.Some.Contains("'filled_qty' is larger than 'qty'")
                .And.Some.Contains("'execution_id'"));
        Assert.That(await stack.QueryAsync<string>("SELECT status FROM trade_decisions"), Is.EqualTo("filled"));
    }

    /// <summary>While the process stands still: its position is not in the log any more when it goes on, as the committed one after a long stop.</summary>
    [Test]
    [Category("Long")]
    public async Task Updates_RetentionTookSome_CountsThemAndReadsTheRest()
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var topic = await UpdatesTopic.StartAsync(stack);
        await stack.StartAsync();
        await topic.SendAsync("AAPL", [1, 2, 3]);
        await Eventually.HoldsAsync(async () => await MetricAsync(stack, "refused") == 1, "the first is read");

        stack.Process.SendSignal(StandStill);
        await topic.SendAndCutAsync("AAPL", [1, 2, 3], records: 5, left: 2);
        stack.Process.SendSignal(GoOn);
        await Eventually.HoldsAsync(
            async () => await MetricAsync(stack, "refused") + await GapAsync(stack) == 6, "what is left is read, and what is not is counted");
        Assert.That(await GapAsync(stack), Is.InRange(2, 3), "the answer to the last fetch may have brought one");
        var updates = (await stack.StatusAsync()).GetProperty("trade_updates");
        Assert.That(updates.GetProperty("gap_records").GetInt64(), Is.EqualTo(await GapAsync(stack)));
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"trade_update_gap\""));
    }

    private static Task<double> GapAsync(TradingStack stack) => SeriesAsync(stack, "torghut_trading_input_gap_records_total ");

    private static Task<double> MetricAsync(TradingStack stack, string result) =>
        SeriesAsync(stack, $"torghut_trading_trade_updates_total{{result=\"{result}\"}} ");

    private static async Task<double> SeriesAsync(TradingStack stack, string prefix)
    {
        try
        {
            return (await stack.TextAsync("/metrics")).Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
                .Sum(line => double.Parse(line[prefix.Length..], CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
