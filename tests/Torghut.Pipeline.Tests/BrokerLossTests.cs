using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Torghut.Pipeline.Tests.Recorded;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The broker dies and comes back, and so does compute; nothing that was acknowledged is lost, and nobody has to help.</summary>
public sealed class BrokerLossTests : DataFolderFixture
{
    private static readonly DateOnly Date = new(2013, 10, 7);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(6);

    [Test]
    [Category("Long")]
    public async Task Replay_BrokerAndComputeKilledInTheMiddle_RecoverByThemselvesAndLoseNothing()
    {
        var ticks = MadeTicks.Write(Path.Combine(DataFolder, "ticks"), Date);
        var run = Path.Combine(DataFolder, "run");
        await using var up = SandboxProgram.Start(DataFolder, new Dictionary<string, string> { ["TA_TRADE_CONDITIONS"] = "all" },
            "up", "--check", "--json", "--ticks", ticks, "--date", "2013-10-07", "--speed", "90", "--data", run);
        await Eventually.HoldsAsync(() => up.HasExited || Published(up.Output) > 2_000, "the replay is well under way", RunTimeout);
        if (up.HasExited)
        {
            // Its last words are there once it was waited for.
            Assert.Fail($"It ended with {await up.WaitForExitAsync()}:\n{up.Output}");
        }

        ProcessTable.Kill(up.Id, "\0part\0kafka\0");
        ProcessTable.Kill(up.Id, "/torghut-ta\0");
        foreach (var service in (string[])["/torghut-ta\0", "/torghut-ta\0", "/torghut-trading\0"])
        {
            await Eventually.HoldsAsync(() => ProcessTable.Find(up.Id, service) is not null, $"{service} runs again");
            ProcessTable.Kill(up.Id, service);
        }

        Assert.That(await up.WaitForExitAsync(RunTimeout), Is.Zero, up.Output);
        var report = JsonDocument.Parse(SandboxProgram.ReportText(up)).RootElement;
        Assert.That(report.GetProperty("restarts").GetInt32(), Is.GreaterThanOrEqualTo(5));
        var expected = new[] { "AAA", "BBB" }.Sum(symbol => BarScript.Bars(ticks, symbol, Date).Count);
        var stored = report.GetProperty("stages").EnumerateArray().Single(stage => stage.GetProperty("stage").GetString() == "sink → ta_microbars")
            .GetProperty("count").GetInt64();
        Assert.That(stored, Is.EqualTo(expected));
    }

    [Test]
    [Category("Long")]
    public async Task Sandbox_StoppedAndStartedAgain_KeepsItsRecordsUntilFresh()
    {
        var run = Path.Combine(DataFolder, "run");
        await using (var first = await StartKafkaAsync(run))
        {
            await KcatAsync("key:hello", "-P", "-b", Bootstrap(first), "-t", "torghut.status.v1", "-p", "0", "-K", ":");
        }

        await using (var second = await StartKafkaAsync(run))
        {
            Assert.That(await KcatAsync("", "-C", "-b", Bootstrap(second), "-t", "torghut.status.v1", "-p", "0", "-o", "beginning", "-e", "-q"),
                Does.Contain("hello"));
        }

        await using var third = await StartKafkaAsync(run, "--fresh");
        Assert.That(await KcatAsync("", "-C", "-b", Bootstrap(third), "-t", "torghut.status.v1", "-p", "0", "-o", "beginning", "-e", "-q"),
            Does.Not.Contain("hello"));
    }

    private static long Published(string output)
    {
        var line = output.Split('\n')
            .LastOrDefault(text => text.Contains(" kafka ", StringComparison.Ordinal) && text.Contains(" sent ", StringComparison.Ordinal));
        var words = line?.Split(' ') ?? [];
        var at = Array.IndexOf(words, "kafka");
        return at >= 0 && long.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0;
    }

    private static string Bootstrap(ServiceProcess sandbox) =>
        sandbox.Output.Split('\n').Single(line => line.StartsWith("KAFKA_BOOTSTRAP=", StringComparison.Ordinal))["KAFKA_BOOTSTRAP=".Length..].Trim();

    private async Task<ServiceProcess> StartKafkaAsync(string run, params string[] arguments)
    {
        var sandbox =
            SandboxProgram.Start(DataFolder, ["sandbox", "--only", "kafka", "--data", run, "--env-file", Path.Combine(DataFolder, "env"), .. arguments]);
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "the broker is up");
        Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
        return sandbox;
    }

    private static async Task<string> KcatAsync(string input, params string[] arguments)
    {
        using var kcat =
            Process.Start(
            new ProcessStartInfo("kcat", arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await kcat.StandardInput.WriteLineAsync(input);
        kcat.StandardInput.Close();
        var output = await kcat.StandardOutput.ReadToEndAsync();
        var errors = await kcat.StandardError.ReadToEndAsync();
        await kcat.WaitForExitAsync();
        Assert.That(kcat.ExitCode, Is.Zero, errors);
        return output;
    }
}
