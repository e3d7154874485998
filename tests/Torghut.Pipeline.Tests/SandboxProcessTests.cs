using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The sandbox leaves nothing behind, however it ends.</summary>
public sealed class SandboxProcessTests : DataFolderFixture
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(90);

    [Test]
    [Category("Long")]
    public async Task Sandbox_Interrupted_StopsEveryPartAndExitsCleanly()
    {
        await using var sandbox = await StartAsync();
        var children = ProcessTable.DescendantsOf(sandbox.Id);

        sandbox.SendSignal(2);

        Assert.That(await sandbox.WaitForExitAsync(), Is.Zero, sandbox.Output);
        Assert.That(children, Has.Count.GreaterThanOrEqualTo(5));
        await Eventually.HoldsAsync(() => !children.Any(ProcessTable.IsAlive), "every part of the stopped sandbox has ended");
    }

    [Test]
    public async Task Sandbox_Killed_TakesEveryPartWithIt()
    {
        await using var sandbox = await StartAsync();
        var children = ProcessTable.DescendantsOf(sandbox.Id);

        await sandbox.KillAsync();

        await Eventually.HoldsAsync(() => !children.Any(ProcessTable.IsAlive), "every child of the killed sandbox has ended");
    }

    [Test]
    public async Task Sandbox_PartKilled_ComesBackOnTheSamePort()
    {
        await using var sandbox = await StartAsync("--only", "registry");
        var registry = Key(sandbox, "SCHEMA_REGISTRY_URL");
        var child = ProcessTable.DescendantsOf(sandbox.Id).Single();
        using var http = new HttpClient();
        var before = await http.GetStringAsync(registry + "/subjects");

        System.Diagnostics.Process.GetProcessById(child).Kill();

        await Eventually.HoldsAsync(async () => await TryGetAsync(http, registry + "/subjects") == before && !ProcessTable.DescendantsOf(sandbox.Id)
            .Contains(child), "the registry answers again, with its subjects");
        Assert.That(before, Does.Contain("torghut.trades.v1-value"));
    }

    [Test]
    [Category("Long")]
    public async Task Sandbox_OnAFolderInUse_IsRefusedAndTakesNothingAway()
    {
        await using var sandbox = await StartAsync("--only", "registry");
        var registry = Key(sandbox, "SCHEMA_REGISTRY_URL");

        await using var second = SandboxProgram.Start(
            DataFolder, "sandbox", "--only", "registry", "--fresh", "--env-file", Path.Combine(DataFolder, "second"));

        Assert.That(await second.WaitForExitAsync(), Is.EqualTo(1), second.Output);
        Assert.That(second.Output, Does.Contain("is in use by another run"));
        using var http = new HttpClient();
        Assert.That(await http.GetStringAsync(registry + "/subjects"), Does.Contain("torghut.trades.v1-value"));
        Assert.That(Directory.EnumerateFiles(DataFolder, "registry.json", SearchOption.AllDirectories), Is.Not.Empty, "the first run's data is still there");
    }

    /// <summary>Both prefer the same port, and look for it before either listens.</summary>
    [Test]
    public async Task Sandboxes_StartedAtOnce_HavePortsOfTheirOwn()
    {
        var folders = new[] { Path.Combine(DataFolder, "one"), Path.Combine(DataFolder, "other") };
        var started = folders.Select(folder => SandboxProgram.Start(
            DataFolder, "sandbox", "--only", "registry", "--data", folder, "--env-file", Path.Combine(folder, "env"))).ToList();
        await using var one = started[0];
        await using var other = started[1];
        foreach (var sandbox in started)
        {
            await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
                "the sandbox is up", StartTimeout);
            Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
        }

        Assert.That(Key(one, "SCHEMA_REGISTRY_URL"), Is.Not.EqualTo(Key(other, "SCHEMA_REGISTRY_URL")));
    }

    [Test]
    public async Task Sandbox_UnknownPart_SaysWhichThereAre()
    {
        await using var sandbox = SandboxProgram.Start(DataFolder, "sandbox", "--only", "zookeeper");

        Assert.That(await sandbox.WaitForExitAsync(), Is.Not.Zero);
        Assert.That(sandbox.Output, Does.Contain("zookeeper").And.Contain("clickhouse"));
    }

    private static async Task<string?> TryGetAsync(HttpClient http, string url)
    {
        try
        {
            return await http.GetStringAsync(url);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>As docs/strategies.md has it: strategies of one's own, live on the sandbox.</summary>
    [Test]
    public async Task Keys_StrategiesOfTheUsersEnvironment_AreTheServices()
    {
        var settings = new Dictionary<string, string> { ["TRADING_STRATEGY_CONFIG_PATH"] = "/strategies/my.yaml" };
        await using var sandbox = SandboxProgram.Start(DataFolder, settings, "sandbox", "--only", "registry", "--env-file", Path.Combine(DataFolder, "env"));
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "the sandbox is up", StartTimeout);
        Assert.That(Key(sandbox, "TRADING_STRATEGY_CONFIG_PATH"), Does.Contain("/strategies/my.yaml"));
        Assert.That(sandbox.Output, Does.Contain("TRADING_STRATEGY_CONFIG_PATH stays as your environment has it: /strategies/my.yaml"));
    }

    [Test]
    public async Task Keys_DoubtOfTheClockInTheUsersEnvironment_IsNeverLessened()
    {
        var settings = new Dictionary<string, string> { ["TRADING_CLOCK_DOUBT_SECONDS"] = "30", ["TRADING_CLOCK_LEAP_SECONDS"] = "20" };
        await using var sandbox = SandboxProgram.Start(DataFolder, settings, "sandbox", "--only", "alpaca", "--env-file", Path.Combine(DataFolder, "env"));
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "the sandbox is up", StartTimeout);
        var keys = SandboxProgram.ReadKeys(Path.Combine(DataFolder, "env"));
        Assert.That((keys["TRADING_CLOCK_DOUBT_SECONDS"], keys["TRADING_CLOCK_LEAP_SECONDS"]), Is.EqualTo(("30", "20")), sandbox.Output);
    }

    private static string Key(ServiceProcess sandbox, string key) =>
        sandbox.Output.Split('\n').Single(line => line.StartsWith(key + "=", StringComparison.Ordinal))[(key.Length + 1)..].Trim();

    private async Task<ServiceProcess> StartAsync(params string[] arguments)
    {
        var sandbox = SandboxProgram.Start(DataFolder, ["sandbox", "--env-file", Path.Combine(DataFolder, "env"), .. arguments]);
        await Eventually.HoldsAsync(() => sandbox.HasExited || sandbox.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal),
            "the sandbox is up", StartTimeout);
        Assert.That(sandbox.HasExited, Is.False, sandbox.Output);
        return sandbox;
    }
}
