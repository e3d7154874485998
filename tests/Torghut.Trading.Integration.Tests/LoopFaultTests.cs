using Torghut.Testing;
using Torghut.Trading.Drills;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A fault of the program in its loop is the loop's alone.</summary>
public sealed class LoopFaultTests
{
    public static IEnumerable<string> Points { get; } = [FailpointNames.BeforeTick];

    [TestCaseSource(nameof(Points))]
    public async Task Loop_FailsUnexpectedly_SaysSoStaysStoppableAndGoesOn(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Arm($"{point}=throw@5");
        await stack.LaunchAndListenAsync();
        await Eventually.HoldsAsync(
            async () => (await stack.GetAsync("/readyz")).Body is var body && body.GetProperty("error_class").GetString() == "loop_failed"
                && !body.GetProperty("gates").GetProperty("loop_trading").GetBoolean(),
            "readiness names the loop");
        Assert.That((await stack.GetAsync("/healthz")).Status, Is.EqualTo(200));
        Assert.That((await stack.StatusAsync()).GetProperty("loop_faults")[0].GetProperty("loop").GetString(), Is.EqualTo("trading"));
        await stack.PostAsync("/trading/exits-only", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That((await stack.StatusAsync()).GetProperty("state").GetString(), Is.EqualTo("REDUCING"));
        Assert.That(stack.Process.Output, Does.Contain("\"event\":\"loop_failed\""));
        await Eventually.HoldsAsync(async () => (await stack.GetAsync("/readyz")).Status == 200, "it is ready again");
        Assert.That(await stack.TextAsync("/metrics"), Does.Contain("torghut_loop_faults_total{loop=\"trading\"} 1"));
        var rearm = new { latch = "exits_only", reason = "drill is over", actor = "tester", confirm = "REARM paper" };
        Assert.That((await stack.PostAsync("/trading/rearm", TradingStack.RearmToken, rearm)).Status, Is.EqualTo(200));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        Assert.That(stack.Process.HasExited, Is.False);
    }
}
