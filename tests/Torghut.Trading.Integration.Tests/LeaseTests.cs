using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Only one instance trades, whoever stands still and whoever starts when.</summary>
public sealed class LeaseTests
{
    private const int Continue = 18;

    [TestCase(FailpointNames.DecisionBeforeRisk, Category = "Drill")]
    [TestCase(FailpointNames.RiskCommitted, Category = "Drill")]
    [TestCase(FailpointNames.ClaimCommitted, Category = "Long")]
    public async Task StoodStill_UntilLeaseWasLost_SuccessorSendsAndStaleOneDoesNot(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{point}=stop");
        await stack.StartAsync();
        var stale = stack.Process;
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(() => stale.IsStopped, "the first instance stands still");
        stack.Disarm();
        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        stale.SendSignal(Continue);
        await stack.MarkAsync();
        await Eventually.HoldsAsync(() => stale.Output.Contains("lease_lost", StringComparison.Ordinal)
            || stale.Output.Contains("does not allow", StringComparison.Ordinal), "the stale instance noticed");
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That(await stack.Broker.OrderRequestsAsync(), Has.Count.EqualTo(1), "the stale instance asked for nothing");
    }

    [Test]
    [Category("Long")]
    public async Task TwoInstances_StartedTogether_OneTradesAndTheOtherTakesOver()
    {
        await using var stack = await TradingStack.CreateAsync();
        var first = stack.Launch();
        var second = stack.Launch();
        await Eventually.HoldsAsync(() => Holders(first, second) == 1, "one of them has the lease");
        var at = await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await (HasLease(first) ? first : second).KillAsync();
        await Eventually.HoldsAsync(() => Holders(first, second) == 2, "the other took over");
        await stack.Tables.BuyAsync("MSFT", at.AddMilliseconds(1));
        await stack.Tables.PriceAsync("MSFT", at, 100);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        await stack.AgreesWithBrokerAsync(orders: 2);
        Assert.That(await stack.QueryAsync<long>("SELECT token FROM trading_lease"), Is.GreaterThanOrEqualTo(1));
    }

    private static int Holders(params ServiceProcess[] processes) => processes.Count(HasLease);

    private static bool HasLease(ServiceProcess process) => process.Output.Contains("\"event\":\"lease_taken\"", StringComparison.Ordinal);
}
