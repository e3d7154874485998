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

    /// <summary>The points that every order passes, before and after each write, in the middle of each commit and of the request.</summary>
    public static IEnumerable<string> OrderPath { get; } = [.. FailpointNames.All.TakeWhile(point => point != FailpointNames.LossCommitted)];

    /// <summary>The request's own fate is the subject of the broker's faults; here the connection to Postgres breaks.</summary>
    public static IEnumerable<string> DatabasePath { get; } = [.. OrderPath.Where(point => point != FailpointNames.PostSent)];

    /// <summary>A first crash that leaves an order behind which may or may not be at the broker, and a second one while that is found out.</summary>
    public static IEnumerable<TestCaseData> Recoveries()
    {
        foreach (var first in new[] { FailpointNames.ClaimCommitted, FailpointNames.PostSent })
        {
            foreach (var second in new[] { FailpointNames.LossCommitted, FailpointNames.LookupSent, FailpointNames.LookupRead, FailpointNames.InsideReconcile })
            {
                yield return new TestCaseData(first, second);
            }
        }

        foreach (var second in new[] { FailpointNames.AbsenceCommitted, FailpointNames.ClaimCommitSent, FailpointNames.ClaimCommitted, FailpointNames.PostSent,
            FailpointNames.OutcomeCommitSent })
        {
            yield return new TestCaseData(FailpointNames.ClaimCommitted, second);
        }
    }

    [TestCaseSource(nameof(OrderPath))]
    public async Task Killed_AtPoint_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{point}=kill");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed), "the point was never hit");
        stack.Disarm();
        await stack.StartAsync();
        await EndsWithOneOrderAsync(stack);
    }

    [TestCaseSource(nameof(Recoveries))]
    public async Task Killed_AtPointAndAgainWhileRecovering_OneOrderAndNothingStuck(string first, string second)
    {
        await using var stack = await TradingStack.CreateAsync();

        // A poll while the request is in the air would record what the second process is meant to find out: as seldom as may be.
        stack.Environment["TRADING_ORDER_WATCH_MS"] = "4000";
        stack.Arm($"{first}=kill");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed), "the first point was never hit");
        stack.Arm($"{second}=kill");
        Assert.That(await stack.Launch().WaitForExitAsync(), Is.EqualTo(Killed), "the second point was never hit");
        stack.Disarm();
        await stack.StartAsync();
        await EndsWithOneOrderAsync(stack);
    }

    [TestCaseSource(nameof(DatabasePath))]
    public async Task DatabaseLost_AtPoint_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{point}=throw");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await EndsWithOneOrderAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("loop").GetProperty("last_error").GetString(), Does.Contain($"failpoint {point}"));
    }

    [Test]
    public async Task Killed_InsideReconcile_StartsAgain()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{FailpointNames.InsideReconcile}=kill@3");
        await stack.StartAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed));
        stack.Disarm();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await EndsWithOneOrderAsync(stack);
    }

    private static async Task EndsWithOneOrderAsync(TradingStack stack)
    {
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
    }
}
