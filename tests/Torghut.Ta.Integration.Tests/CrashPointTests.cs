using Torghut.Contracts.Records;
using Torghut.Ta.Drills;
using Torghut.Ta.Integration.Tests.Support;
using Torghut.Ta.Tests.Engine;
using Torghut.Ta.Tests.Oracle;
using Torghut.Testing;

namespace Torghut.Ta.Integration.Tests;

/// <summary>Every named crash point of compute is hit, and nothing is lost or doubled by it.</summary>
[TestFixture]
internal sealed class CrashPointTests
{
    private const int KilledExitCode = 137;
    private static readonly TimeSpan Timeout = Eventually.Timeout;

    private TaSandbox _sandbox = null!;
    private DerivedTopic<Microbar> _bars = null!;
    private DerivedTopic<Signal> _signals = null!;

    [SetUp]
    public async Task StartAsync()
    {
        _sandbox = await TaSandbox.StartAsync();
        _bars = _sandbox.Microbars;
        _signals = _sandbox.Signals;
    }

    [TearDown]
    public async Task StopAsync() => await _sandbox.DisposeAsync();

    [TestCase(FailpointNames.PolledBeforeState, 500, Category = "Long")]
    [TestCase(FailpointNames.ProducedBeforeOffsets, 4, Category = "Long")]
    [TestCase(FailpointNames.OffsetsBeforeCommit, 4)]
    [TestCase(FailpointNames.CommitSent, 2, Category = "Long")]
    [TestCase(FailpointNames.CommittedBeforePoll, 4, Category = "Long")]
    public async Task Kill_AtThePoint_LosesAndDoublesNothing(string point, int hit)
    {
        var scenario = Make();
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        await DiesAsync($"{point}=kill@{hit}");
        await FinishesAsync(scenario);
    }

    /// <summary>Without transactions a record may come again, with the same key and content.</summary>
    [TestCase(FailpointNames.ProducedBeforeOffsets, Category = "Drill")]
    [TestCase(FailpointNames.OffsetsBeforeCommit, Category = "Long")]
    [TestCase(FailpointNames.CommittedBeforePoll, Category = "Drill")]
    public async Task Kill_AtLeastOnce_LosesNothingAndRepeatsTheSame(string point)
    {
        (string, string)[] profile = [("TA_KAFKA_DELIVERY_GUARANTEE", "AT_LEAST_ONCE"), ("TA_WATERMARK_IDLE_TIMEOUT_MS", "3600000")];
        var scenario = Make();
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        scenario.SendEnd(feeder);
        await DiesAsync($"{point}=kill@4", profile);
        await using var ta = new RunningTa(Environment(null, instance: "a", profile));
        await SignalsAsync(scenario, ta);
        OracleComparison.AssertEqual(await _bars.LatestAsync(), await _signals.LatestAsync(), scenario.Expected);
        Assert.That((await _bars.ReadAsync()).Select(r => Convert.ToHexString(r.Value)).Distinct().Count(), Is.EqualTo(scenario.Expected.Bars.Count),
            "what came twice was the same");
    }

    [Test]
    [Category("Long")]
    public async Task Kill_TwiceWhileRestoring_LosesAndDoublesNothing()
    {
        var scenario = Make();
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder, 0, 2);
        await DiesAsync($"{FailpointNames.CommittedBeforePoll}=kill@6");
        scenario.Send(feeder, 1, 2);
        await DiesAsync($"{FailpointNames.MidRestore}=kill@2");
        await DiesAsync($"{FailpointNames.MidRestore}=kill@1");
        await FinishesAsync(scenario);
    }

    /// <summary>An instance that only seemed dead wakes up in the middle of its commit, after another one took over.</summary>
    [Test]
    [Category("Long")]
    public async Task Stop_ThenContinueAfterAnotherTookOver_TheZombieCannotCommit()
    {
        const int Continue = 18;
        var scenario = Make();
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        await using var zombie = new RunningTa(Environment($"{FailpointNames.OffsetsBeforeCommit}=stop@4", instance: ""));
        await Eventually.HoldsAsync(() => IsStopped(zombie.Process.Id), "the first instance stands still", Timeout);
        await using var heir = new RunningTa(Environment(null, instance: ""));
        await SignalsAsync(scenario, heir);
        zombie.Process.SendSignal(Continue);
        await zombie.BecomesReadyAsync(Timeout);
        await AssertOnceAsync(scenario);
    }

    [Test]
    [Category("Long")]
    public async Task Throw_InACommit_StartsAgainFromTheLastOne()
    {
        var scenario = Make();
        using var feeder = await Feeder.OpenAsync(_sandbox);
        scenario.Send(feeder);
        await using var ta = new RunningTa(Environment($"{FailpointNames.OffsetsBeforeCommit}=throw@3", instance: "a"));
        await SignalsAsync(scenario, ta);
        Assert.That(await ta.MetricAsync("torghut_ta_commit_failures_total"), Is.EqualTo(1));
        await AssertOnceAsync(scenario);
    }

    [Test]
    public async Task Start_FailpointsOutsideADrill_IsRefused()
    {
        await using var service = ServiceProcess.Start("torghut-ta", _sandbox.Environment(("FAILPOINTS", "mid_restore=kill")));
        Assert.That(await service.WaitForExitAsync(), Is.EqualTo(78));
    }

    private static SplitScenario Make() => new(Scenario.Make(40, trades: 1_500, seconds: 300).Disturbed(new Random(40), 3 * Scenario.Second));

    private static bool IsStopped(int process) => File.ReadAllText($"/proc/{process}/stat").Split(' ')[2] == "T";

    private Dictionary<string, string> Environment(string? failpoints, string instance, params (string, string)[] profile)
    {
        var environment = _sandbox.Environment(
            [("TA_GROUP_INSTANCE_ID", instance), ("TA_CHECKPOINT_INTERVAL_MS", "10"), ("TA_KAFKA_SESSION_TIMEOUT_MS", "3000"), .. profile]);
        if (failpoints is null)
        {
            return environment;
        }

        environment["DOTNET_ENVIRONMENT"] = "Drill";
        environment["FAILPOINTS"] = failpoints;
        return environment;
    }

    /// <summary>A drill whose point is never hit fails here: the process would go on.</summary>
    private async Task DiesAsync(string failpoints, params (string, string)[] profile)
    {
        await using var service = ServiceProcess.Start("torghut-ta", Environment(failpoints, instance: "a", profile));
        Assert.That(await service.WaitForExitAsync(Timeout), Is.EqualTo(KilledExitCode), service.Output);
    }

    private async Task FinishesAsync(SplitScenario scenario)
    {
        await using var ta = new RunningTa(Environment(null, instance: "a"));
        await SignalsAsync(scenario, ta);
        await AssertOnceAsync(scenario);
    }

    private async Task SignalsAsync(SplitScenario scenario, RunningTa ta)
    {
        try
        {
            await Eventually.HoldsAsync(async () => (await _signals.LatestAsync()).Count >= scenario.Expected.Signals.Count, "every signal is there", Timeout);
        }
        catch (TimeoutException exception)
        {
            Assert.Fail($"{exception.Message} {(await _signals.LatestAsync()).Count} of {scenario.Expected.Signals.Count}\n{ta.Process.Output}");
        }
    }

    private async Task AssertOnceAsync(SplitScenario scenario)
    {
        OracleComparison.AssertEqual(await _bars.LatestAsync(), await _signals.LatestAsync(), scenario.Expected);
        Assert.That(await _bars.ReadAsync(), Has.Count.EqualTo(scenario.Expected.Bars.Count), "no bar twice");
        Assert.That(await _signals.ReadAsync(), Has.Count.EqualTo(scenario.Expected.Signals.Count), "no signal twice");
        foreach (var symbol in (await _signals.DecodeAsync()).GroupBy(signal => signal.Envelope.Symbol))
        {
            Assert.That(symbol.Select(signal => signal.Envelope.Seq), Is.Ordered.Ascending, $"{symbol.Key} in its order");
        }
    }
}
