using System.Globalization;
using Torghut.Common.Drills;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Order events from Kafka, while reconciliation is too far away to help.</summary>
public sealed class TradeUpdateTests
{
    /// <summary>Where a test below kills the process.</summary>
    public static IEnumerable<string> KillPoints { get; } = [FailpointNames.UpdateRead, FailpointNames.UpdateCommitted];

    [TestCase("")]
    [TestCase($"{FailpointNames.UpdateRead}=kill@3")]
    [TestCase($"{FailpointNames.UpdateCommitted}=kill@3")]
    public async Task Updates_DamagedRepeatedAndOutOfOrder_AppliedOnce(string failpoints)
    {
        await using var stack = await TradingStack.CreateAsync();
        await using var topic = await UpdatesTopic.StartAsync(stack);
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_RECONCILE_MS"] = "600000";
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

        var partial = TradeUpdateRecords.Of(order, "partial_fill", "partially_filled", "x1", 1_000, 1_000, 1);
        var fill = TradeUpdateRecords.Of(order, "fill", "filled", "x2", 4_000, 5_000, 2);
        await topic.SendAsync("AAPL", [1, 2, 3]);
        await topic.SendAsync(fill);
        await topic.SendAsync(partial);
        await topic.SendAsync(fill);
        await topic.SendAsync(partial with { AccountLabel = "somebody-else" });
        await topic.SendAsync(partial with { OrderJson = "{" });
        await topic.SendAsync(partial);
        if (failpoints.Length > 0)
        {
            Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(137));
            stack.Environment.Remove("FAILPOINTS");
            stack.Environment["TRADING_ENABLED"] = "true";
            stack.Launch();
        }

        await stack.CountsAsync("SELECT count(*) FROM order_events", 2);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE filled_qty = 5000 AND status = 'filled'", 1);
        await Eventually.HoldsAsync(
            async () => (await MetricAsync(stack, "refused")) + (await MetricAsync(stack, "repeated")) >= (failpoints.Length > 0 ? 1 : 4), "the rest was read");
        Assert.That(await stack.QueryAsync<decimal>("SELECT sum(qty) FROM order_events"), Is.EqualTo(5_000));
        Assert.That(await stack.QueryAsync<string>("SELECT status FROM trade_decisions"), Is.EqualTo("filled"));
    }

    private static async Task<double> MetricAsync(TradingStack stack, string result)
    {
        try
        {
            var prefix = $"torghut_trading_trade_updates_total{{result=\"{result}\"}} ";
            return (await stack.TextAsync("/metrics")).Split('\n').Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
                .Sum(line => double.Parse(line[prefix.Length..], CultureInfo.InvariantCulture));
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
