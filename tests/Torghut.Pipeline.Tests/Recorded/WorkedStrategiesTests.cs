using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>What an author of strategies is shown works as it is printed: the commands of the page, and the reports that lie beside the examples.</summary>
public sealed class WorkedStrategiesTests
{
    private const int MostBytes = 256 * 1024;

    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(12);
    private static readonly string Examples = Path.Combine(Repository.Root, "docs/examples");

    /// <summary>Commands of the page that need the pipeline running; a person tries them.</summary>
    private static readonly string[] NeedThePipeline = ["TRADING_STRATEGY_CONFIG_PATH=", "curl "];

    private string _folder = "";

    private static IEnumerable<string> Names => Directory.EnumerateFiles(Examples, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order();

    /// <summary>The first of them is the row of every run.</summary>
    private static IEnumerable<TestCaseData> Rows =>
        Names.Select((name, at) => at == 0 ? new TestCaseData(name) : new TestCaseData(name).SetCategory("Long"));

    /// <summary>A folder that looks like a checkout and keeps what is written away from it.</summary>
    [SetUp]
    public void Create()
    {
        _folder = Directory.CreateDirectory(SandboxProgram.NewDataDirectory()).FullName;
        foreach (var name in new[] { "build", "docs", "services" })
        {
            Directory.CreateSymbolicLink(Path.Combine(_folder, name), Path.Combine(Repository.Root, name));
        }
    }

    [TearDown]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Names_OfWorkedStrategies_AreThreeWithAReportEach()
    {
        Assert.That(Names.Count(), Is.GreaterThanOrEqualTo(3));
        Assert.That(Reports("json"), Is.EquivalentTo(Names));
        Assert.That(Reports("html"), Is.EquivalentTo(Names));
        Assert.That(Directory.EnumerateFiles(Path.Combine(Examples, "reports")).Select(path => new FileInfo(path).Length), Is.All.LessThan(MostBytes));
    }

    /// <summary>build/examples makes them anew.</summary>
    [TestCaseSource(nameof(Rows))]
    public async Task Report_RunAgainAsItSays_IsTheStoredOne(string name)
    {
        var stored = await File.ReadAllBytesAsync(Path.Combine(Examples, $"reports/{name}.json"));
        var report = JsonNode.Parse(stored)!;
        await RunAsync($"build/strategies validate docs/examples/{name}.yaml");
        await RunAsync(report["command"]!.GetValue<string>());

        var made = await File.ReadAllBytesAsync(Path.Combine(_folder, "out/report.json"));
        Assert.That(report["models"]!.AsArray().Select(model => model!["decisions"]!.GetValue<long>()), Is.All.Positive);
        Assert.That(Convert.ToHexString(SHA256.HashData(made)), Is.EqualTo(Convert.ToHexString(SHA256.HashData(stored))), $"build/examples {name} renews it");
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(_folder, "out/report.html")),
            Is.EqualTo(await File.ReadAllTextAsync(Path.Combine(Examples, $"reports/{name}.html"))));
    }

    [Test]
    public async Task Page_CommandsThatNeedNoPipeline_WorkAsPrinted()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs/strategies.md"));
        var from = page.IndexOf("```sh\n", StringComparison.Ordinal) + "```sh\n".Length;
        var lines = page[from..page.IndexOf("```\n", from, StringComparison.Ordinal)].Split('\n');
        var skipped = lines.Where(line => NeedThePipeline.Any(line.StartsWith)).ToList();
        Assert.That(skipped, Has.Count.EqualTo(2));
        await RunAsync(string.Join('\n', lines.Except(skipped)));

        Assert.That(await File.ReadAllTextAsync(Path.Combine(_folder, "out/report.html")), Does.Contain("<h1>Backtest</h1>"));
        Assert.That(await File.ReadAllLinesAsync(Path.Combine(_folder, "out/decisions.jsonl")), Has.Length.GreaterThan(10), "there is something to look at");
    }

    private static IEnumerable<string> Reports(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Examples, "reports"), $"*.{kind}").Select(path => Path.GetFileNameWithoutExtension(path));

    private async Task RunAsync(string commands)
    {
        var settings = new Dictionary<string, string> { ["LOG_LEVEL"] = "Warning", ["TORGHUT_BUILT"] = Repository.Configuration };
        await using var process = ServiceProcess.StartFile("bash", settings, "-c", $"set -euo pipefail\ncd '{_folder}'\n{commands}");
        Assert.That(await process.WaitForExitAsync(RunTimeout), Is.Zero, process.Output);
    }
}
