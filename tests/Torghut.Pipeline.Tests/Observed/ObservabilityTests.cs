using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Observed;

/// <summary>
/// A real Prometheus scrapes a sandbox that is well: every metric that a rule or a dashboard asks for is there and no panel is empty. Then the forwarder stands
/// still, and the alert on the rows' age fires within three minutes.
/// </summary>
[Category("Long")]
public sealed partial class ObservabilityTests : DataFolderFixture
{
    /// <summary>An order has to be decided, sent and filled, and a review asked for, before the last panel has something to show.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan Promised = TimeSpan.FromMinutes(3);

    private static readonly HttpClient Http = new();

    private static readonly string Charts = Path.Combine(Repository.Root, "charts");

    [Test]
    public async Task Prometheus_OverASandbox_SeesEverythingAndTheForwarderStandStill()
    {
        var environment = Path.Combine(DataFolder, "env");
        await using var up = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(() => up.HasExited || up.Output.Contains("The stack is up", StringComparison.Ordinal), "the stack is up", Settled);
        Assert.That(up.HasExited, Is.False, () => up.Output);
        var keys = SandboxProgram.ReadKeys(environment);
        await using var prometheus = await PrometheusServer.StartAsync(Path.Combine(DataFolder, "prometheus"), keys);
        await Eventually.HoldsAsync(prometheus.IsReadyAsync, "Prometheus is ready");

        var panels = Panels().ToList();
        Assert.That(panels, Has.Count.GreaterThan(90));
        List<string> empty = [];
        try
        {
            await Eventually.HoldsAsync(async () => (empty = await EmptyAsync(prometheus, panels)).Count == 0, "every panel shows something", Settled);
        }
        catch (TimeoutException)
        {
            Assert.Fail("These show nothing:\n" + string.Join('\n', empty));
        }

        var families = await FamiliesAsync(keys);
        Assert.That(Asked(panels).Except(families), Is.Empty, "metrics that a rule or a dashboard asks for and no service exposes");
        Assert.That(families.Except(Golden()), Is.Empty, "metrics that a service exposes and no golden page has");
        await Eventually.HoldsAsync(async () => !(await prometheus.FiringAsync()).Contains("TorghutRowsStale"), "rows are fresh", Settled);
        await TestContext.Out.WriteLineAsync($"{panels.Count} queries of panels; firing meanwhile: {string.Join(", ", await prometheus.FiringAsync())}");

        var forwarder = ProcessId(keys["OPS_PROCESS_FILE"], "torghut-ws");
        var stopped = Stopwatch.GetTimestamp();
        await SignalAsync("STOP", forwarder);
        try
        {
            await Eventually.HoldsAsync(async () => (await prometheus.FiringAsync()).Contains("TorghutRowsStale"), "the alert fires", Settled);
            var took = Stopwatch.GetElapsedTime(stopped);
            await TestContext.Out.WriteLineAsync($"TorghutRowsStale fires {took.TotalSeconds:0} s after the forwarder was stopped.");
            Assert.That(took, Is.LessThanOrEqualTo(Promised));
        }
        finally
        {
            await SignalAsync("CONT", forwarder);
        }
    }

    /// <summary>Every query of every dashboard with where it is, as Grafana would send it.</summary>
    private static IEnumerable<(string Where, string Query)> Panels()
    {
        foreach (var file in Directory.EnumerateDirectories(Charts, "dashboards", SearchOption.AllDirectories).SelectMany(Directory.EnumerateFiles))
        {
            using var dashboard = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var panel in dashboard.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _)))
            {
                foreach (var target in panel.GetProperty("targets").EnumerateArray())
                {
                    var query = target.GetProperty("expr").GetString()!.Replace("$__rate_interval", "1m", StringComparison.Ordinal);
                    yield return ($"{Path.GetFileName(file)}: {panel.GetProperty("title").GetString()}: {query}", query);
                }
            }
        }
    }

    private static async Task<List<string>> EmptyAsync(PrometheusServer prometheus, IEnumerable<(string Where, string Query)> panels)
    {
        List<string> empty = [];
        foreach (var (where, query) in panels)
        {
            if (await prometheus.CountAsync(query) == 0)
            {
                empty.Add(where);
            }
        }

        return empty;
    }

    /// <summary>Families of the rules and dashboards; a histogram is asked for by its parts.</summary>
    private static IEnumerable<string> Asked(IEnumerable<(string Where, string Query)> panels) =>
        Directory.EnumerateFiles(Charts, "alerts.yaml", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => !line.TrimStart().StartsWith('#') && !line.Contains("summary:", StringComparison.Ordinal))
            .Concat(panels.Select(panel => panel.Query))
            .SelectMany(text => Metric().Matches(Text().Replace(text, "")).Select(match => Part().Replace(match.Value, ""))).Distinct();

    /// <summary>Families of ours that the services show.</summary>
    private static async Task<List<string>> FamiliesAsync(IReadOnlyDictionary<string, string> keys)
    {
        List<string> families = [];
        foreach (var (_, port) in PrometheusServer.Jobs)
        {
            var page = await Http.GetStringAsync(new Uri($"http://127.0.0.1:{keys[port]}/metrics"));
            families.AddRange(Family().Matches(page).Select(match => match.Groups[1].Value));
        }

        return families;
    }

    private static IEnumerable<string> Golden() => Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.prom", SearchOption.AllDirectories)
        .SelectMany(file => Family().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);

    private static int ProcessId(string file, string name)
    {
        using var list = JsonDocument.Parse(File.ReadAllText(file));
        return list.RootElement.GetProperty("services").EnumerateArray().Single(row => row.GetProperty("name").GetString() == name).GetProperty("pid")
            .GetInt32();
    }

    private static async Task SignalAsync(string signal, int process)
    {
        using var kill = Process.Start("kill", ["-" + signal, process.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    [GeneratedRegex(@"\btorghut_(?:ws|ta|trading|ops|clickhouse|llm|loop|parity|market)_[a-z0-9_]+\b")]
    private static partial Regex Metric();

    [GeneratedRegex("^# TYPE (torghut_[a-z0-9_]+) ", RegexOptions.Multiline)]
    private static partial Regex Family();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Part();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();
}
