using System.Diagnostics;
using System.Text.RegularExpressions;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;

namespace Torghut.Pipeline.Tests;

/// <summary>The commands of the README's "Follow one trade by hand", run as they stand there against a running pipeline.</summary>
public sealed partial class ByHandTests : DataFolderFixture
{
    private static readonly TimeSpan FillTimeout = TimeSpan.FromMinutes(4);

    [Test]
    public async Task ReadmeCommands_RunningPipeline_ShowATradeAtEveryStage()
    {
        var environment = Path.Combine(DataFolder, ".sandbox", "env");
        await using var up = SandboxProgram.Start(DataFolder, "up", "--data", Path.Combine(DataFolder, "run"), "--env-file", environment);
        await Eventually.HoldsAsync(() => up.HasExited || Filled().IsMatch(up.Output), "an order is filled", FillTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);

        var output = await BashAsync(ReadmeBlock(), DataFolder);

        Assert.Multiple(() =>
        {
            Assert.That(output, Does.Match(@"\d+ (AAPL|MSFT|NVDA|SPY)  partition \d  offset \d+  \d+ bytes"), "kcat");
            Assert.That(output, Does.Match(@"1\. │ (AAPL|MSFT|NVDA|SPY) .*\n(.*\n)*.*1\. │ (AAPL|MSFT|NVDA|SPY) "), "a microbar and a signal");
            Assert.That(output, Does.Match(@"(buy|sell)\s*\|\s*filled\s*\|\s*[1-9]"), "the decision and its execution");
            Assert.That(output, Does.Contain("\"lease_held\":true"), "/trading/status");
            Assert.That(output, Does.Contain("GREEN").Or.Contain("YELLOW").Or.Contain("RED"), "the snapshot's verdict");
        });

        up.SendSignal(2);
        Assert.That(await up.WaitForExitAsync(), Is.Zero, up.Output);
    }

    private static string ReadmeBlock()
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        return Block().Match(readme).Groups[1].Value;
    }

    private static async Task<string> BashAsync(string script, string folder)
    {
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = bash.StandardError.ReadToEndAsync();
        var output = await bash.StandardOutput.ReadToEndAsync();
        await bash.WaitForExitAsync();
        Assert.That(bash.ExitCode, Is.Zero, output + await errors);
        return output;
    }

    [GeneratedRegex(@"filled [1-9]")]
    private static partial Regex Filled();

    [GeneratedRegex(@"<!-- by-hand -->\s*```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
