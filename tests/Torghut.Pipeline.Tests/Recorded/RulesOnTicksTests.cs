using System.Text.Json.Nodes;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>
/// The built-in strategies and the same written as rules, over a day of ticks by the two built programs as <c>build/backtest</c> joins them. The day is the
/// recorded one where TORGHUT_TICKS names it, otherwise a small one that is made.
/// </summary>
[Category("Long")]
public sealed class RulesOnTicksTests
{
    private static readonly DateOnly Date = new(2013, 10, 7);
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(12);

    /// <summary>What says how a decision was come by; everything else must be the same.</summary>
    private static readonly string[] OfTheType = ["plugin_type", "plugin_version", "parameter_hash", "rationale"];

    /// <summary>Thresholds that quiet ticks reach too, so that both strategies decide often.</summary>
    private static readonly (string Name, string Shipped, string Wide)[] Thresholds =
    [
        ("buy_rsi_below", "35", "45"), ("sell_rsi_above", "65", "55"), ("min_macd_hist", "0.04", "0.0001"), ("buy_rsi_min", "52", "40"),
        ("buy_rsi_max", "62", "75"), ("vol_min", "0.001", "0"), ("sell_rsi_min", "66", "40"), ("sell_macd_spread_min", "0.06", "0.0001"),
    ];

    private string _data = "";
    private string _ticks = "";
    private string _signals = "";

    [OneTimeSetUp]
    public async Task ComputeAsync()
    {
        _data = Directory.CreateDirectory(SandboxProgram.NewDataDirectory()).FullName;
        _ticks = Environment.GetEnvironmentVariable("TORGHUT_TICKS") ?? MadeTicks.Write(Path.Combine(_data, "ticks"), Date);
        _signals = Path.Combine(_data, "signals.avro");
        await RunAsync($"'{Repository.Binary("services/torghut-ta", "torghut-ta")}' compute --lean '{_ticks}' --out - > '{_signals}'");
    }

    [OneTimeTearDown]
    public void Delete()
    {
        if (Directory.Exists(_data))
        {
            Directory.Delete(_data, recursive: true);
        }
    }

    [TestCase(false, TestName = "{m}(as shipped)")]
    [TestCase(true, TestName = "{m}(with wide thresholds)")]
    public async Task Decide_BuiltInsAsRules_ExactlyTheSame(bool wide)
    {
        var rules = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/examples/builtins-as-rules.yaml"));
        var compiled = """
            strategies:
              - {name: macd-rsi, type: macd_rsi, params: {}, max_notional_per_trade: 2000, cooldown_seconds: 60}
              - {name: intraday-tsmom, type: intraday_tsmom, params: {}, max_notional_per_trade: 2000, cooldown_seconds: 60}
            """;
        if (wide)
        {
            foreach (var (name, shipped, value) in Thresholds)
            {
                Assert.That(rules, Does.Contain($"{name}: {shipped}\n"));
                rules = rules.Replace($"{name}: {shipped}\n", $"{name}: {value}\n", StringComparison.Ordinal);
            }

            string Params(Range range) => $"params: {{{string.Join(", ", Thresholds[range].Select(one => $"{one.Name}: {one.Wide}"))}}}";
            var at = compiled.IndexOf("intraday", StringComparison.Ordinal);
            compiled = compiled[..at].Replace("params: {}", Params(..2), StringComparison.Ordinal)
                + compiled[at..].Replace("params: {}", Params(2..), StringComparison.Ordinal);
        }

        var expected = await DecisionsAsync("compiled", compiled);
        var actual = await DecisionsAsync("rules", rules);

        await TestContext.Progress.WriteLineAsync($"{expected.Count} decisions");
        Assert.That(actual, Is.EqualTo(expected));
        Assert.That(expected, wide ? Has.Count.GreaterThan(100) : Is.Not.Empty);
        Assert.That(!wide || expected.Any(line => line.Contains("intraday-tsmom", StringComparison.Ordinal)), Is.True, "both strategies decide");
    }

    private async Task<List<string>> DecisionsAsync(string name, string catalogue)
    {
        var (file, decisions) = (Path.Combine(_data, name + ".yaml"), Path.Combine(_data, name + ".jsonl"));
        await File.WriteAllTextAsync(file, catalogue);
        var trading = Repository.Binary("services/torghut-trading", "torghut-trading");
        await RunAsync(
            $"'{trading}' backtest --signals 'avro:{_signals}' --ticks 'lean:{_ticks}' --strategies '{file}' --decisions '{decisions}' --json > /dev/null");
        return [.. (await File.ReadAllLinesAsync(decisions)).Select(Shared)];
    }

    private static string Shared(string line)
    {
        var decision = JsonNode.Parse(line)!.AsObject();
        foreach (var key in OfTheType)
        {
            Assert.That(decision.Remove(key), Is.True, key);
        }

        return decision.ToJsonString();
    }

    private static async Task RunAsync(string command)
    {
        await using var process = ServiceProcess.StartFile("bash", new Dictionary<string, string> { ["LOG_LEVEL"] = "Warning" }, "-c", command);
        Assert.That(await process.WaitForExitAsync(RunTimeout), Is.Zero, process.Output);
    }
}
