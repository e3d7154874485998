using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>
/// Each part of a running sandbox is halted in turn, then ten pairs, then a latch is engaged: snapshot and health name it each time, within ten seconds.
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

        await StopAsync();
        var stopped = await LookAsync("emergency stop");
        await TestContext.Out.WriteLineAsync(_table.ToString());
        Assert.That(stopped.Code, Is.EqualTo(1), _table.ToString());
        Assert.That(stopped.Snapshot.GetProperty("top_cause").GetProperty("rule").GetString(), Is.EqualTo("stop_engaged"));
    }

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

    private async Task<(int Code, JsonElement Snapshot, TimeSpan Took)> LookAsync(string halted)
    {
        var started = Stopwatch.GetTimestamp();
        var (code, snapshot) = await SnapshotAsync();
        var took = Stopwatch.GetElapsedTime(started);
        var health = await RunAsync("health");
        var cause = snapshot.GetProperty("top_cause");
        var plane = cause.ValueKind == JsonValueKind.Null ? "" : cause.GetProperty("plane").GetString();
        _table.Append(CultureInfo.InvariantCulture, $"| {halted} | {code} | {snapshot.GetProperty("verdict")} | {plane} | {snapshot.GetProperty("headline")} ");
        _table.Append(CultureInfo.InvariantCulture, $"| {took.TotalSeconds:0.0} | {health.Output.Split('\n')[0]} |\n");
        return (code, snapshot, took);
    }

    private async Task<(int Code, JsonElement Snapshot)> SnapshotAsync()
    {
        var folder = Path.Combine(DataFolder, Guid.NewGuid().ToString("N"));
        var (code, output) = await RunAsync("snapshot", "--format", "json", "--out", folder);
        Assert.That(code, Is.InRange(0, 2), output);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Directory.GetFiles(folder).Single()));
        return (code, json.RootElement.Clone());
    }

    private async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        await using var command = ServiceProcess.Start("torghut-ops", new Dictionary<string, string>(), ["--env-file", _environment, .. arguments]);
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

    private async Task StopAsync()
    {
        var keys = SandboxProgram.ReadKeys(_environment);
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(keys["TORGHUT_TRADING_URL"] + "/trading/emergency-stop"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", keys["TRADING_OPERATOR_TOKEN"]);
        request.Content = new StringContent("""{"reason":"drill","actor":"me"}""", Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }
}
