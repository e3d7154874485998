using Torghut.Common.Drills;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// The process is killed at every step of the order protocol and started again. Whatever the point: one order at the broker for the decision, the database
/// agrees, nothing is stuck.
/// </summary>
public sealed class CrashMatrixTests
{
    private const int Killed = 137;
    private const int Continue = 18;

    [TestCase(FailpointNames.BeforeDecisionRow)]
    [TestCase(FailpointNames.DecisionBeforeRisk)]
    [TestCase(FailpointNames.RiskCommitted)]
    [TestCase(FailpointNames.ClaimCommitted)]
    [TestCase(FailpointNames.PostSent)]
    [TestCase(FailpointNames.ReplyRead)]
    [TestCase(FailpointNames.NewsCommitted)]
    [TestCase(FailpointNames.BeforeCursor)]
    public async Task Killed_AtPoint_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        Arm(stack, $"{point}=kill");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed), "the point was never hit");
        Disarm(stack);
        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [TestCase(FailpointNames.ClaimCommitted)]
    [TestCase(FailpointNames.ReplyRead)]
    [TestCase(FailpointNames.NewsCommitted)]
    public async Task DatabaseLost_AtPoint_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        Arm(stack, $"{point}=throw");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
        Assert.That((await stack.StatusAsync()).GetProperty("loop").GetProperty("last_error").GetString(), Does.Contain($"failpoint {point}"));
    }

    [Test]
    public async Task Killed_InsideReconcile_StartsAgain()
    {
        await using var stack = await TradingStack.CreateAsync();
        Arm(stack, $"{FailpointNames.InsideReconcile}=kill@3");
        await stack.StartAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed));
        Disarm(stack);
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [Test]
    public async Task StoodStill_AfterRiskUntilLeaseWasLost_SuccessorSendsAndStaleOneDoesNot()
    {
        await using var stack = await TradingStack.CreateAsync();
        Arm(stack, $"{FailpointNames.RiskCommitted}=stop");
        await stack.StartAsync();
        var stale = stack.Process;
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'approved'", 1);
        Disarm(stack);
        await stack.StartAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        stale.SendSignal(Continue);
        await stack.MarkAsync();
        await Eventually.HoldsAsync(() => stale.Output.Contains("lease_lost", StringComparison.Ordinal), "the stale instance noticed");
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [Test]
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

    private static void Arm(TradingStack stack, string failpoints)
    {
        stack.Environment["DOTNET_ENVIRONMENT"] = DrillOptions.DrillEnvironment;
        stack.Environment["FAILPOINTS"] = failpoints;
    }

    private static void Disarm(TradingStack stack) => stack.Environment.Remove("FAILPOINTS");
}
