using System.Security.Cryptography;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests.Recorded;

/// <summary>A report depends on its inputs alone: not on the machine's zone or language, nor on a run before it that was killed.</summary>
[Category("Long")]
public sealed class SameReportTests
{
    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(12);
    private static readonly (string Zone, string Language)[] Places = [("UTC", "C"), ("Asia/Kolkata", "de_DE.UTF-8"), ("America/New_York", "ar_SA.UTF-8")];

    private string _data = "";

    [SetUp]
    public void Create() => _data = Directory.CreateDirectory(SandboxProgram.NewDataDirectory()).FullName;

    [TearDown]
    public void Delete() => Directory.Delete(_data, recursive: true);

    [Test]
    public async Task Report_AnywhereAndAfterAKill_OneDigest()
    {
        var (ta, trading) =
            (Repository.Binary("services/torghut-ta", "torghut-ta"), Repository.Binary("services/torghut-trading", "torghut-trading"));
        var ticks = Path.Combine(Repository.Root, "docs/examples/ticks");
        var backtest = $"'{trading}' backtest --ticks 'lean:{ticks}' --strategies '{Repository.Root}/docs/examples/builtins-as-rules.yaml' --command again";
        var digests = new List<string>();
        foreach (var (zone, language) in Places)
        {
            // What the first half made is what the second goes on from when it was killed.
            var home = Directory.CreateDirectory(Path.Combine(_data, $"{digests.Count}")).FullName;
            var records = $"'{ta}' compute --lean '{ticks}' --out - | tee '{home}/signals.avro'";
            await RunAsync(zone, language, $"{records} | {backtest} --signals - --out '{home}/whole'");
            await RunAsync(zone, language, $"timeout --signal=KILL 0.2 {backtest} --signals 'avro:{home}/signals.avro' --out '{home}/killed' || true");
            await RunAsync(zone, language, $"{backtest} --signals 'avro:{home}/signals.avro' --out '{home}/killed'");
            digests.Add(await DigestAsync($"{home}/whole/report.json"));
            digests.Add(await DigestAsync($"{home}/killed/report.json"));
        }

        Assert.That(digests, Has.Count.EqualTo(2 * Places.Length));
        Assert.That(digests.Distinct().ToList(), Has.Count.EqualTo(1));
    }

    private static async Task<string> DigestAsync(string path) => Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(path)));

    private static async Task RunAsync(string zone, string language, string command)
    {
        var place = new Dictionary<string, string> { ["LOG_LEVEL"] = "Warning", ["TZ"] = zone, ["LC_ALL"] = language, ["LANG"] = language };
        await using var process = ServiceProcess.StartFile("bash", place, "-c", $"set -euo pipefail\n{command} > /dev/null");
        Assert.That(await process.WaitForExitAsync(RunTimeout), Is.Zero, process.Output);
    }
}
