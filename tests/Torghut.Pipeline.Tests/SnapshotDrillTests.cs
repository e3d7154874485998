using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>
/// Each part of a running sandbox is halted in turn, then ten pairs; then data are made faulty and each latch is engaged: snapshot and health name it each
/// time, within ten seconds. The universe is torghut-ops, the broker's API alpaca, the trading loop torghut-trading.
/// What was seen is a table in the test's output.
/// </summary>
[Category("Drill")]
public sealed class SnapshotDrillTests : DataFolderFixture
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    private static readonly (string Part, int Least)[] Parts =
    [
        ("torghut-ws", 1), ("torghut-ta", 1), ("torghut-trading", 2), ("torghut-ops", 1), ("kafka", 2), ("registry", 2), ("clickhouse", 2), ("postgres", 2),
        ("alpaca", 2),
    ];

    private static readonly (string First, string Second)[] Pairs =
    [
        ("torghut-ws", "torghut-ta"), ("torghut-ws", "clickhouse"), ("torghut-ta", "kafka"), ("torghut-trading", "postgres"), ("clickhouse", "postgres"),
        ("kafka", "registry"), ("alpaca", "torghut-ws"), ("torghut-ops", "torghut-trading"), ("postgres", "alpaca"), ("clickhouse", "alpaca"),
    ];

    private static readonly string[] Latches = ["daily_loss", "reconciliation_break", "exits_only", "emergency_stop"];

    private readonly StringBuilder _table = new("| halted | exit | verdict | plane | top cause | seconds | health |\n|---|---|---|---|---|---|---|\n");
    private string _environment = "";

    [Test]
    public async Task Snapshot_PartsHaltedAndALatchEngaged_NamesEach()
    {
        _environment = Path.Combine(DataFolder, "env");
        await using var up = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", _environment);
        await Eventually.HoldsAsync(() => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", Recovery);
        await RecoveredAsync("nothing");
        foreach (var (part, least) in Parts)
        {
            await HaltedAsync([part], least);
        }

        foreach (var (first, second) in Pairs)
        {
            await HaltedAsync([first, second], Math.Max(LeastOf(first), LeastOf(second)));
        }

        await using var faults = new DataFaults(SandboxProgram.ReadKeys(_environment));
        await SinkAsync(faults);
        await UniverseAsync(faults);
        await FaultyAsync("live posture", 2, "unexpected_posture", "decision", ("OPS_EXPECTED_TRADING_MODE", "live"));
        await faults.RejectAsync("drill_usual", 1, "2 hours");
        await faults.RejectAsync("symbol_not_allowed", 1, "2 hours");
        await faults.RejectAsync("drill_new_reason", 1, "0");
        await FaultyAsync("new rejection reason", 1, "rejections_policy", "decision");
        await faults.RejectAsync("symbol_not_allowed", 40, "0");
        await FaultyAsync("symbol_not_allowed spike", 1, "rejections_universe", "decision");
        foreach (var latch in Latches)
        {
            await faults.EngageAsync(latch);
            await FaultyAsync($"latch {latch}", 1, "stop_engaged", "decision");
            await faults.RearmAsync(latch);
        }

        await TestContext.Out.WriteLineAsync(_table.ToString());
    }

    /// <summary>The sink stands still while everything around it is up, so that rows get old.</summary>
    private async Task SinkAsync(DataFaults faults)
    {
        await faults.RefuseInsertsAsync();
        await FaultyAsync("sink", 1, "component_not_ready", "data");
        await FaultyAsync("stale signals", 2, "data_pipeline_incident", "data", ("OPS_MAX_FRESHNESS_LAG_SECONDS", "5"));
        await faults.TakeInsertsAsync();
        await RecoveredAsync("sink");
    }

    private async Task UniverseAsync(DataFaults faults)
    {
        await faults.EnableSymbolsAsync(false);
        await FaultyAsync("universe without symbols", 1, "universe_empty", "data");
        await faults.EnableSymbolsAsync(true);
        await RecoveredAsync("universe without symbols");
    }

    /// <summary>A fault shows when it has had its effect; then snapshot and health have to name it.</summary>
    private async Task FaultyAsync(string fault, int least, string rule, string plane, params (string Key, string Value)[] keys)
    {
        await Eventually.HoldsAsync(async () => Rules((await SnapshotAsync(keys)).Snapshot).Contains(rule), $"{fault} is {rule}", Recovery);
        var (code, snapshot, took) = await LookAsync(fault, keys);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.GreaterThanOrEqualTo(least), _table.ToString());
            Assert.That(Rules(snapshot), Has.Member(rule), _table.ToString());
            Assert.That(snapshot.GetProperty("top_cause").GetProperty("plane").GetString(), Is.EqualTo(plane), _table.ToString());
            var actions = snapshot.GetProperty("next_actions").EnumerateArray().Select(action => action.GetProperty("rule").GetString());
            Assert.That(actions, Has.Member(rule), _table.ToString());
            Assert.That(took, Is.LessThan(Longest), _table.ToString());
        });
    }

    private static string[] Rules(JsonElement snapshot) =>
        [.. snapshot.GetProperty("interpretations").EnumerateArray().Select(i => i.GetProperty("rule").GetString()!)];

    private static int LeastOf(string part) => Parts.Single(row => row.Part == part).Least;

    private async Task HaltedAsync(string[] parts, int least)
    {
        var ids = Array.ConvertAll(parts, ProcessId);
        try
        {
            await SignalAsync("STOP", ids);
            var (code, snapshot, took) = await LookAsync(string.Join(" + ", parts));
            var named = snapshot.GetProperty("interpretations").EnumerateArray().Select(i => i.GetProperty("subject").GetString()).ToArray();
            Assert.Multiple(() =>
            {
                Assert.That(code, Is.GreaterThanOrEqualTo(least), _table.ToString());
                Assert.That(parts, Has.Member(snapshot.GetProperty("top_cause").GetProperty("subject").GetString()), _table.ToString());
                Assert.That(parts.Where(part => !named.Contains(part)), Is.Empty, _table.ToString());
                Assert.That(snapshot.GetProperty("next_actions").GetArrayLength(), Is.GreaterThan(0));
                Assert.That(took, Is.LessThan(Longest), _table.ToString());
            });
        }
        finally
        {
            await SignalAsync("CONT", ids);
        }

        await RecoveredAsync(string.Join(" + ", parts));
    }

    private async Task RecoveredAsync(string after)
    {
        // Orders that were rejected meanwhile for reasons that are new are a finding of their own, and a right one.
        await Eventually.HoldsAsync(
            async () => (await SnapshotAsync()).Snapshot.GetProperty("top_cause") is var cause && (cause.ValueKind == JsonValueKind.Null
                || cause.GetProperty("rule").GetString()!.StartsWith("rejections_", StringComparison.Ordinal)),
            $"all is well after {after}", Recovery);
    }

    private async Task<(int Code, JsonElement Snapshot, TimeSpan Took)> LookAsync(string halted, params (string Key, string Value)[] keys)
    {
        var started = Stopwatch.GetTimestamp();
        var (code, snapshot) = await SnapshotAsync(keys);
        var took = Stopwatch.GetElapsedTime(started);
        var health = await RunAsync(keys, "health");
        var cause = snapshot.GetProperty("top_cause");
        var plane = cause.ValueKind == JsonValueKind.Null ? "" : cause.GetProperty("plane").GetString();
        _table.Append(CultureInfo.InvariantCulture, $"| {halted} | {code} | {snapshot.GetProperty("verdict")} | {plane} | {snapshot.GetProperty("headline")} ");
        _table.Append(CultureInfo.InvariantCulture, $"| {took.TotalSeconds:0.0} | {health.Output.Split('\n')[0]} |\n");
        return (code, snapshot, took);
    }

    private async Task<(int Code, JsonElement Snapshot)> SnapshotAsync(params (string Key, string Value)[] keys)
    {
        var folder = Path.Combine(DataFolder, Guid.NewGuid().ToString("N"));
        var (code, output) = await RunAsync(keys, "snapshot", "--format", "json", "--out", folder);
        Assert.That(code, Is.InRange(0, 2), output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Directory.GetFiles(folder).Single()));
        return (code, json.RootElement.Clone());
    }

    private async Task<(int Code, string Output)> RunAsync((string Key, string Value)[] keys, params string[] arguments)
    {
        await using var command = ServiceProcess.Start(
            "torghut-ops", keys.ToDictionary(key => key.Key, key => key.Value), ["--env-file", _environment, .. arguments]);
        return (await command.WaitForExitAsync(), command.Output);
    }

    private int ProcessId(string part)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(SandboxProgram.ReadKeys(_environment)["OPS_PROCESS_FILE"]));
        return new[] { "infrastructure", "services" }.SelectMany(group => list.RootElement.GetProperty(group).EnumerateArray())
            .Single(row => row.GetProperty("name").GetString() == part).GetProperty("pid").GetInt32();
    }

    private static async Task SignalAsync(string signal, int[] ids)
    {
        using var kill = Process.Start("kill", ["-" + signal, .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }
}
