using System.Diagnostics;
using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests.Upgrade;

/// <summary>
/// The migration Job runs before the new revision: until that takes over, the program of before works on the tables of today, and it is what a rollback brings
/// back. <c>build/former</c> builds it, of the version before or of the day before.
/// </summary>
[Category("Drill")]
public sealed class FormerProgramTests
{
    private const string Key = "TORGHUT_FORMER_TRADING";

    /// <summary>build/former's exit code where the clone has no such revision.</summary>
    private const int NothingBefore = 3;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    private string _former = "";

    [OneTimeSetUp]
    public async Task BuildAsync()
    {
        if (Environment.GetEnvironmentVariable(Key) is { Length: > 0 } named)
        {
            _former = named;
            return;
        }

        var build = new ProcessStartInfo(Path.Combine(Repository.Root, "build", "former")) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(build)!;
        using var limit = new CancellationTokenSource(Limit);
        var errors = process.StandardError.ReadToEndAsync(limit.Token);
        _former = (await process.StandardOutput.ReadToEndAsync(limit.Token)).Trim();
        await process.WaitForExitAsync(limit.Token);
        if (process.ExitCode == NothingBefore)
        {
            Assert.Ignore("Needs a clone with what was there a day before.");
        }

        Assert.That(process.ExitCode, Is.Zero, await errors);
        await TestContext.Out.WriteLineAsync($"drill: the program of before: {(await errors).Trim()}");
    }

    [Test]
    public async Task Program_OfBefore_TradesOnTheTablesOfTodayAndHandsOverBothWays()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Program = _former;
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.AgreesWithBrokerAsync(orders: 1);

        await stack.StopAsync();
        stack.Program = null;
        await stack.StartAsync();
        await stack.SignalBuyAsync("MSFT");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        await stack.AgreesWithBrokerAsync(orders: 2);

        await stack.StopAsync();
        stack.Program = _former;
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 3);
        await stack.AgreesWithBrokerAsync(orders: 3);
        await stack.VerifyAuditAsync(0);
    }

    [Test]
    public async Task Program_OfBefore_KilledWithAnOrderOnItsWay_FindsItAgain()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Program = _former;
        stack.Arm($"{FailpointNames.ClaimCommitted}=kill");
        await stack.StartAsync();
        var killed = stack.Process;
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(() => killed.HasExited, "it is killed between the claim and the order");
        stack.Disarm();
        await stack.StartAsync();
        await stack.MarkAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.AgreesWithBrokerAsync(orders: 1);
    }

    [Test]
    public async Task Stop_OfTheProgramOfBefore_HoldsForTodays()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Program = _former;
        await stack.StartAsync();
        var (status, _) = await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That(status, Is.EqualTo(202));
        await stack.CountsAsync("SELECT count(*) FROM trading_state WHERE engaged AND latch = 'emergency_stop'", 1);
        await stack.StopAsync();
        stack.Program = null;
        await stack.LaunchAndRespondAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE 'emergency_stop_active' = ANY(risk_reasons)", 1);
        Assert.That(await stack.Broker.OrdersAsync(), Is.Empty);
    }
}
