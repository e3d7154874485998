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
/// What was seen is a table in the test's output, whether or not it is as it should be.
/// </summary>
[Category("Drill")]
public sealed class SnapshotDrillTests : DataFolderFixture
{
    private const int Yellow = 1;
    private const int Red = 2;
    private const long MostBytes = 150_000_000;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(3);

    private static readonly (string[] Parts, ExpectedCause Expected)[] Halts =
    [
        (["torghut-ws"], Down(Yellow, "torghut-ws")),
        (["torghut-ta"], Down(Yellow, "torghut-ta")),
        (["torghut-trading"], Down(Red, "torghut-trading")),
        (["torghut-ops"], Down(Yellow, "torghut-ops")),
        (["kafka"], Platform("kafka")),
        (["registry"], Platform("registry")),
        (["clickhouse"], Platform("clickhouse")),
        (["postgres"], Platform("postgres")),
        (["alpaca"], Platform("alpaca")),
        (["torghut-ws", "torghut-ta"], Down(Yellow, "torghut-ws", "torghut-ta")),
        (["torghut-ws", "clickhouse"], Platform("clickhouse")),
        (["torghut-ta", "kafka"], Platform("kafka")),
        (["torghut-trading", "postgres"], Platform("postgres")),
        (["clickhouse", "postgres"], Platform("clickhouse", "postgres")),
        (["kafka", "registry"], Platform("kafka", "registry")),
        (["alpaca", "torghut-ws"], Platform("alpaca")),
        (["torghut-ops", "torghut-trading"], Down(Red, "torghut-trading")),
        (["postgres", "alpaca"], Platform("postgres", "alpaca")),
        (["clickhouse", "alpaca"], Platform("clickhouse", "alpaca")),
    ];

    private static readonly string[] Latches = ["daily_loss", "reconciliation_break", "exits_only", "emergency_stop"];

    private readonly StringBuilder _table = new();

    private readonly List<string> _wrong = [];
    private string _environment = "";

    [Test]
    [TimeLimit(3_000)]
    public async Task Snapshot_PartsHaltedDataFaultyAndLatchesEngaged_NamesEach()
    {
        _environment = Path.Combine(DataFolder, "env");
        await using var up = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", _environment);
        await Eventually.HoldsAsync(() => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", Recovery);
        await RowAsync("| fault | exit | verdict | plane | top cause | next | seconds | capture ms | MB | health |");
        await RowAsync("|---|---|---|---|---|---|---|---|---|---|");
        try
        {
            await RecoveredAsync("nothing");
            await WellAsync();
            foreach (var (parts, expected) in Halts)
            {
                await HaltedAsync(parts, expected);
            }

            await using var faults = new DataFaults(SandboxProgram.ReadKeys(_environment));
            await SinkAsync(faults);
            await UniverseAsync(faults);
            await PostureAsync();
            await RejectionsAsync(faults);
            foreach (var latch in Latches)
            {
                await faults.EngageAsync(latch);
                await FaultyAsync($"latch {latch}", "stop_engaged", new(Yellow, "decision", "stop_engaged", "stop-engaged"));
                await faults.RearmAsync(latch);
            }
        }
        finally
        {
            await TestContext.Out.WriteLineAsync(_table.ToString());
        }

        Assert.That(_wrong, Is.Empty, _table.ToString());
    }

    private static ExpectedCause Platform(params string[] subjects) => new(Red, "control", "platform_incident", "platform", subjects);

    private static ExpectedCause Down(int verdict, params string[] subjects) => new(verdict, "compute", "process_down", "platform", subjects);

    /// <summary>Nothing is wrong: how long it takes and how much memory it needs, of the command and of the service that looks all the time.</summary>
    private async Task WellAsync()
    {
        const int Runs = 5;
        var runs = new List<SnapshotRun>();
        for (var i = 0; i < Runs; i++)
        {
            runs.Add(await SnapshotAsync());
        }

        var capture = runs.Select(run => run.Capture.TotalSeconds).Order().ElementAt(Runs / 2);
        var (command, service) = (runs.Max(run => run.PeakBytes), SnapshotRun.PeakOf(ProcessId("torghut-ops")));
        await TestContext.Out.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"drill: a snapshot takes {capture:0.000} s (half of {Runs}), the command {command / 1e6:0.0} MB, the service {service / 1e6:0.0} MB at most"));
        Demand("nothing", capture < 2, $"a capture takes {capture:0.000} s");
        Demand("nothing", service < MostBytes, $"the service has {service / 1e6:0.0} MB");
    }

    /// <summary>The sink stands still while everything around it is up, so that rows get old.</summary>
    private async Task SinkAsync(DataFaults faults)
    {
        await faults.RefuseInsertsAsync();
        await FaultyAsync("sink", "component_not_ready", new(Yellow, "data", "component_not_ready", "component-not-ready", "ta"));
        await FaultyAsync(
            "stale signals", "data_pipeline_incident", new(Red, "data", "component_not_ready", "component-not-ready", "ta"),
            ("OPS_MAX_FRESHNESS_LAG_SECONDS", "5"));
        await faults.TakeInsertsAsync();
        await RecoveredAsync("sink");
    }

    private async Task UniverseAsync(DataFaults faults)
    {
        await faults.EnableSymbolsAsync(false);
        await FaultyAsync("universe without symbols", "universe_empty", new(Yellow, "data", "universe_empty", "universe"));
        await faults.EnableSymbolsAsync(true);
        await RecoveredAsync("universe without symbols");
    }

    private async Task PostureAsync()
    {
        using var relay = new LiveRelay(new Uri(SandboxProgram.ReadKeys(_environment)["TORGHUT_TRADING_URL"]));
        await FaultyAsync(
            "live posture", "unexpected_posture", new(Red, "decision", "unexpected_posture", "posture"), ("TORGHUT_TRADING_URL", relay.Address.ToString()));
    }

    private async Task RejectionsAsync(DataFaults faults)
    {
        await faults.RejectAsync("drill_usual", 1, "2 hours");
        await faults.RejectAsync("symbol_not_allowed", 1, "2 hours");
        await faults.RejectAsync("drill_new_reason", 1, "0");
        await FaultyAsync("new rejection reason", "rejections_policy", new(Yellow, "decision", "rejections_policy", "rejections"));
        await faults.RejectAsync("symbol_not_allowed", 40, "0");
        await FaultyAsync("symbol_not_allowed spike", "rejections_universe", new(Yellow, "decision", "rejections_universe", "universe"));
    }

    /// <summary>A fault shows when it has had its effect; then snapshot and health have to name it.</summary>
    private async Task FaultyAsync(string fault, string rule, ExpectedCause expected, params (string Key, string Value)[] keys)
    {
        await Eventually.HoldsAsync(async () => (await SnapshotAsync(keys)).Rules.Contains(rule), $"{fault} is {rule}", Recovery);
        var run = await LookAsync(fault, expected, keys);
        Demand(fault, run.Rules.Contains(rule), $"{rule} is not named");
    }

    private async Task HaltedAsync(string[] parts, ExpectedCause expected)
    {
        var (fault, ids) = (string.Join(" + ", parts), Array.ConvertAll(parts, ProcessId));
        try
        {
            await SignalAsync("STOP", ids);
            var run = await LookAsync(fault, expected);
            Demand(fault, parts.All(run.Subjects.Contains), $"only {string.Join(", ", run.Subjects)} are named");
        }
        finally
        {
            await SignalAsync("CONT", ids);
        }

        await RecoveredAsync(fault);
    }

    private Task RecoveredAsync(string after) => Eventually.HoldsAsync(
        // Orders that were rejected meanwhile for reasons that are new are a finding of their own, and a right one.
        async () => (await SnapshotAsync()).Cause is not { } cause || Text(cause, "rule").StartsWith("rejections_", StringComparison.Ordinal),
        $"all is well after {after}", Recovery);

    /// <summary>One snapshot and one report of health, in the table, and what of them is not as it should be.</summary>
    private async Task<SnapshotRun> LookAsync(string fault, ExpectedCause expected, params (string Key, string Value)[] keys)
    {
        var run = await SnapshotAsync(keys);
        var began = Stopwatch.GetTimestamp();
        await using var command = ServiceProcess.Start(
            "torghut-ops", keys.ToDictionary(key => key.Key, key => key.Value), ["--env-file", _environment, "health"]);
        var code = await command.WaitForExitAsync();
        var took = Stopwatch.GetElapsedTime(began);
        var health = command.Output.Split('\n');
        var (plane, rule, subject) = run.Cause is { } cause ? (Text(cause, "plane"), Text(cause, "rule"), Text(cause, "subject")) : ("", "", "");
        var (verdict, headline) = (Text(run.Snapshot, "verdict"), Text(run.Snapshot, "headline"));
        await RowAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"| {fault} | {run.Code} | {verdict} | {plane} | {rule} ({subject}): {headline} | {run.Next} | {run.Took.TotalSeconds:0.0} "
            + $"| {run.Capture.TotalMilliseconds:0} | {run.PeakBytes / 1e6:0} | {health[0]}, {took.TotalSeconds:0.0} s |"));
        Demand(fault, run.Code == expected.Verdict, $"snapshot ends with {run.Code}, not {expected.Verdict}");
        Demand(fault, plane == expected.Plane, $"the plane is {plane}, not {expected.Plane}");
        Demand(fault, rule == expected.Rule, $"the cause is {rule}, not {expected.Rule}");
        Demand(fault, expected.Subjects is [] || expected.Subjects.Contains(subject), $"the cause is about {subject}");
        Demand(fault, run.Next.EndsWith("#" + expected.Procedure, StringComparison.Ordinal), $"next is {run.Next}, not {expected.Procedure}");
        Demand(fault, run.Took < Longest && took < Longest, $"it took {run.Took.TotalSeconds:0.0} and {took.TotalSeconds:0.0} s");
        Demand(fault, run.PeakBytes < MostBytes, $"it took {run.PeakBytes / 1e6:0} MB");
        Demand(fault, code == expected.Verdict, $"health ends with {code}, not {expected.Verdict}");
        Demand(
            fault, health.Any(line => line.StartsWith("next: ", StringComparison.Ordinal) && line.EndsWith("#" + expected.Procedure, StringComparison.Ordinal)),
            "health names another procedure: " + command.Output);
        return run;
    }

    /// <summary>At once, too: a drill that breaks off has shown what it saw until then.</summary>
    private async Task RowAsync(string row)
    {
        _table.Append(row).Append('\n');
        await TestContext.Progress.WriteLineAsync(row);
    }

    private void Demand(string fault, bool holds, string otherwise)
    {
        if (!holds)
        {
            _wrong.Add($"{fault}: {otherwise}");
        }
    }

    private Task<SnapshotRun> SnapshotAsync(params (string Key, string Value)[] keys) =>
        SnapshotRun.TakeAsync(_environment, DataFolder, keys.ToDictionary(key => key.Key, key => key.Value));

    private int ProcessId(string part)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(SandboxProgram.ReadKeys(_environment)["OPS_PROCESS_FILE"]));
        return new[] { "infrastructure", "services" }.SelectMany(group => list.RootElement.GetProperty(group).EnumerateArray())
            .Single(row => row.GetProperty("name").GetString() == part).GetProperty("pid").GetInt32();
    }

    private static string Text(JsonElement row, string member) => row.GetProperty(member).GetString()!;

    private static async Task SignalAsync(string signal, int[] ids)
    {
        using var kill = Process.Start("kill", ["-" + signal, .. ids.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }
}
