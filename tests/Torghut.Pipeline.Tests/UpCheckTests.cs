using System.Text.Json;
using Torghut.Pipeline.Tests.Support;

namespace Torghut.Pipeline.Tests;

/// <summary><c>up --check</c> as a newcomer runs it, on the synthetic market.</summary>
public sealed class UpCheckTests : DataFolderFixture
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(6);

    [Test]
    [Category("Long")]
    public async Task Check_SyntheticMarket_FlowsThroughEveryStage()
    {
        await using var up = SandboxProgram.Start(DataFolder, "up", "--check", "--json");

        Assert.That(await up.WaitForExitAsync(RunTimeout), Is.Zero, up.Output);
        var report = JsonDocument.Parse(SandboxProgram.ReportText(up)).RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(report.GetProperty("ok").GetBoolean(), Is.True);
            Assert.That(report.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("flowed").GetBoolean()), Has.All.True);
            Assert.That(report.GetProperty("latencies").EnumerateArray().Select(latency => latency.GetProperty("count").GetInt64()), Has.All.GreaterThan(0));
        });
    }

    [Test]
    [Category("Long")]
    public async Task Check_StageThatCannotFlow_IsNamed()
    {
        await using var up =
            SandboxProgram.Start(
                DataFolder, new Dictionary<string, string> { ["TA_JOB_STATE"] = "suspended", ["TRADING_KILL_SWITCH_ENABLED"] = "True" },
                "up", "--check", "--deadline", "20");

        Assert.That(await up.WaitForExitAsync(RunTimeout), Is.EqualTo(1), up.Output);
        Assert.That(up.Output, Does.Contain("Stage 'torghut-ta → microbars' did not flow within 20 s"));
        Assert.That(up.Output, Does.Contain("TRADING_KILL_SWITCH_ENABLED=True is safer than the sandbox's own setting and stays"));
        Assert.That(up.Output, Does.Contain("trading ACTIVE (switched off by its configuration)"));
    }

    [TestCase("--ticks takes a LEAN data folder with a recording of the day", "--ticks", "nowhere", "--date", "2013-10-07")]
    [TestCase("--date goes with --ticks", "--date", "2013-10-07")]
    [TestCase("--ticks needs --date", "--ticks", "nowhere")]
    [TestCase("'someday' is not a date", "--ticks", "nowhere", "--date", "someday")]
    [TestCase("--from goes with --ticks", "--from", "09:30")]
    [TestCase("'noon' is not a time of day", "--ticks", "nowhere", "--date", "2013-10-07", "--from", "noon")]
    [TestCase("--speed takes a positive number", "--speed", "0")]
    [TestCase("--speed above 1 goes with --ticks", "--speed", "2")]
    [TestCase("--json and --deadline go with --check", "--json")]
    public async Task Up_WrongOptions_SaysWhatGoesTogether(string sentence, params string[] arguments)
    {
        await using var up = SandboxProgram.Start(DataFolder, ["up", .. arguments]);

        Assert.That(await up.WaitForExitAsync(), Is.Not.Zero);
        Assert.That(up.Output, Does.Contain(sentence));
    }
}
