using Torghut.Alpaca.Trading;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What reaches the broker although a stop is engaged.</summary>
public sealed class LateOrderTests
{
    /// <summary>As an instance of a version before, or one on another database, would call an order.</summary>
    private static readonly string SomeHash = new('a', 64);

    /// <summary>From its arrival to its end, by the broker's own times.</summary>
    private static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(2);

    [Test]
    [Category("Long")]
    public async Task Order_OfAnotherProcessAfterAStop_IsCancelledCountedAndRaised() => await LifeOfALateOrderAsync();

    [Test]
    [Category("Drill")]
    public async Task Order_OfAnotherProcessAfterAStop_IsCancelledWithinTwoSeconds()
    {
        var life = await LifeOfALateOrderAsync();
        await TestContext.Out.WriteLineAsync($"drill: an order that arrives after a stop lives {life.TotalMilliseconds:0} ms");
        Assert.That(life, Is.LessThan(LongestLife));
    }

    private static async Task<TimeSpan> LifeOfALateOrderAsync()
    {
        await using var stack = await RestingOrders.CreateAsync();
        await stack.StartAsync();
        await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        await Eventually.HoldsAsync(async () => (await stack.StatusAsync()).GetProperty("latches").GetProperty("mass_cancel").GetString() == "book_empty",
            "the mass cancel ended");

        // Nothing else would tell of it: the service cannot reach its database.
        await Infrastructure.SetReachableAsync(stack.DatabaseName, false);
        var placed = await stack.Broker.Client.SubmitOrderAsync(
            new OrderRequest
            {
                Symbol = "AAPL",
                Side = OrderSide.Buy,
                Type = OrderType.Limit,
                TimeInForce = TimeInForce.Day,
                Qty = 1,
                LimitPrice = 1,
                ClientOrderId = SomeHash,
            },
            CancellationToken.None);
        var ended = await Eventually.ReadsAsync(() => stack.Broker.Client.GetOrderAsync(placed.Id, CancellationToken.None),
            order => order!.Status == OrderStatus.Canceled, "it is cancelled");
        await Eventually.HoldsAsync(async () => (await stack.TextAsync("/metrics")).Contains("torghut_trading_late_orders_total 1", StringComparison.Ordinal),
            "it is counted");
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"late_order\""), "it is paged");
        await Infrastructure.SetReachableAsync(stack.DatabaseName, true);
        return (ended!.CanceledAt - placed.SubmittedAt)!.Value;
    }
}
