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

    private static readonly string[] Points = [.. FailpointNames.All.TakeWhile(point => point != FailpointNames.LossCommitted)];

    /// <summary>The points that every order passes, before and after each write, in the middle of each commit and of the request.</summary>
    public static IEnumerable<TestCaseData> OrderPath { get; } =
        [.. Points.Select(point => In(point == FailpointNames.PostSent, new TestCaseData(point), "Long"))];

    /// <summary>
    /// The request's own fate is the subject of the broker's faults; here the connection to Postgres breaks. In every run at the commit before the request, in
    /// long runs at the others that it stands between, at the other points in the drills.
    /// </summary>
    public static IEnumerable<TestCaseData> DatabasePath { get; } =
    [
        .. Points.Where(point => point != FailpointNames.PostSent).Select(point => In(
            point == FailpointNames.ClaimCommitSent, new TestCaseData(point),
            point is FailpointNames.PlanCommitSent or FailpointNames.OutcomeCommitSent ? "Long" : "Drill")),
    ];

    /// <summary>A first crash that leaves an order behind which may or may not be at the broker, and a second one while that is found out.</summary>
    public static IEnumerable<TestCaseData> Recoveries()
    {
        foreach (var first in new[] { FailpointNames.ClaimCommitted, FailpointNames.PostSent })
        {
            foreach (var second in new[] { FailpointNames.LossCommitted, FailpointNames.LookupSent, FailpointNames.LookupRead, FailpointNames.InsideReconcile })
            {
                var isLong = first == FailpointNames.PostSent == (second is FailpointNames.LossCommitted or FailpointNames.InsideReconcile);
                yield return In(false, new TestCaseData(first, second), isLong ? "Long" : "Drill");
            }
        }

        foreach (var second in new[] { FailpointNames.AbsenceCommitted, FailpointNames.ClaimCommitSent, FailpointNames.ClaimCommitted, FailpointNames.PostSent,
            FailpointNames.OutcomeCommitSent })
        {
            yield return In(false, new TestCaseData(FailpointNames.ClaimCommitted, second), second == FailpointNames.PostSent ? "Long" : "Drill");
        }
    }

    [TestCaseSource(nameof(OrderPath))]
    public async Task Killed_AtPoint_OneOrderAndNothingStuck(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        await KillAtAsync(stack, point);
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
        await KillAtAsync(stack, first);
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

    /// <summary>The strategy is deployed anew while its order is on the way: the same signal is still the same order.</summary>
    [TestCase(FailpointNames.PlanCommitSent, Category = "Drill")]
    [TestCase(FailpointNames.RiskCommitted, Category = "Drill")]
    [TestCase(FailpointNames.PostSent, Category = "Long")]
    [TestCase(FailpointNames.BeforeCursor, Category = "Long")]
    public async Task Killed_AtPointAndStartedWithANewVersion_OneOrder(string point)
    {
        await using var stack = await TradingStack.CreateAsync();
        await KillAtAsync(stack, point);
        stack.Disarm();
        await stack.DeployVersionAsync("2.0.0");
        await stack.StartAsync();
        await EndsWithOneOrderAsync(stack);
    }

    /// <summary>Filled, deployed anew and restarted; then also with what was read forgotten, so that the identity of the intent is all there is.</summary>
    [Test]
    [Category("Long")]
    public async Task Filled_RestartedWithNewVersions_OneOrderForTheSignal()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var at = await stack.SignalBuyAsync();
        await EndsWithOneOrderAsync(stack);
        await stack.RestartAsync("2.0.0");
        await EndsWithOneOrderAsync(stack);
        Assert.That((await stack.StatusAsync()).GetProperty("loop").GetProperty("late_signals").GetInt64(), Is.Zero, "what was read is not read again");

        await stack.StopAsync();
        await stack.ExecuteAsync(
            $"""
            DELETE FROM signals_read;
            UPDATE trade_cursor SET event_ts = '{at.AddSeconds(-5):O}', remembered_from = '{at.AddMinutes(-1):O}' WHERE source LIKE 'signals:%'
            """);
        await stack.RestartAsync("3.0.0");
        await EndsWithOneOrderAsync(stack);
        Assert.That(await stack.TextAsync("/metrics"), Does.Match("torghut_trading_risk_reject_reason_total{reason=\"duplicate_decision\"} [1-9]"),
            "it was met again");
    }

    /// <summary>A row that is no signal is passed over; the signals beside it become orders, also after a restart.</summary>
    [Test]
    [Category("Long")]
    public async Task BadRows_BesideASignal_OneOrderAndTheRowsNamed()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var at = await stack.JustNowAsync();
        await stack.Tables.SpoilAsync("AAPL", at.AddMilliseconds(-2), "seq = 18446744073709551615");
        await stack.Tables.SpoilAsync("AAPL", at.AddMilliseconds(-1), "macd = nan");
        await stack.Tables.SpoilBarAsync("AAPL", at, "v = inf");
        await stack.SignalBuyAsync();
        await EndsWithOneOrderAsync(stack);
        var metrics = await stack.TextAsync("/metrics");
        foreach (var reason in new[] { "seq_out_of_range", "not_finite", "bar_out_of_range" })
        {
            Assert.That(metrics, Does.Contain($"torghut_trading_rows_rejected_total{{reason=\"{reason}\"}} 1"));
        }

        Assert.That(stack.Process.Output, Does.Contain("row_rejected").And.Contain("18446744073709551615"));
        await stack.RestartAsync("2.0.0");
        await EndsWithOneOrderAsync(stack);
    }

    [Test]
    [Category("Long")]
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

    /// <summary>Lets the process be killed at a point of its work on one signal.</summary>
    private static TestCaseData In(bool everyRun, TestCaseData data, string otherwise) => everyRun ? data : data.SetCategory(otherwise);

    private static async Task KillAtAsync(TradingStack stack, string point)
    {
        stack.Arm($"{point}=kill");
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        Assert.That(await stack.Process.WaitForExitAsync(), Is.EqualTo(Killed), $"{point} was never hit");
    }

    private static async Task EndsWithOneOrderAsync(TradingStack stack)
    {
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        await stack.AgreesWithBrokerAsync(orders: 1);
    }
}
