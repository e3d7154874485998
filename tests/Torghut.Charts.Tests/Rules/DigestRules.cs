using System.Diagnostics;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rules;

/// <summary>What a release proposes: the images by their digests, and nothing else in any file.</summary>
public sealed class DigestRules
{
    private const string Registry = "registry.example.com/torghut/";

    private static readonly string Digest = "sha256:" + new string('a', 64);

    private string _folder = "";

    [SetUp]
    public void Copy()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-digests-").FullName;
        foreach (var chart in Helm.Installable)
        {
            var name = chart["torghut-".Length..];
            Directory.CreateDirectory(Path.Combine(_folder, name));
            File.Copy(Path.Combine(Tree.ApplicationOf(chart), "values.yaml"), Values(name));
        }
    }

    [TearDown]
    public void Clean() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Digests_OfARelease_AreWhatIsRendered()
    {
        Assert.That(await RunAsync([.. Helm.Services.Select(service => $"{service}={Registry}{service}@{Digest}")]), Is.Zero);
        foreach (var chart in Helm.Installable)
        {
            var name = chart["torghut-".Length..];
            var service = chart == "torghut-data" ? "torghut-ops" : chart;
            var rendered = await Helm.RenderAsync(chart, "--values", Values(name));
            Assert.That(rendered, Does.Contain($"image: \"{Registry}{service}@{Digest}\"").Or.Contain($"image: {Registry}{service}@{Digest}"), chart);
            var (before, after) = (File.ReadAllLines(Path.Combine(Tree.ApplicationOf(chart), "values.yaml")), File.ReadAllLines(Values(name)));
            Assert.That(after.Except(before), Is.EqualTo(new[] { $"  repository: {Registry}{service}", $"  digest: {Digest}" }), chart);
            Assert.That(after, Has.Length.EqualTo(before.Length + 1), chart);
        }

        Assert.That(await RunAsync("torghut-ws=" + Registry + "torghut-ws@sha256:" + new string('b', 64)), Is.Zero);
        var again = File.ReadAllLines(Values("ws")).Count(line => line.Contains("repository:", StringComparison.Ordinal));
        Assert.That(again, Is.EqualTo(1), "a second time replaces");
    }

    [TestCase("torghut-ws=registry/torghut-ws:latest")]
    [TestCase("torghut-ws=registry/torghut-ws@sha256:abc")]
    [TestCase("torghut-ws=registry/torghut-ws@sha256:0000000000000000000000000000000000000000000000000000000000000000")]
    [TestCase("torghut-data=registry/torghut-data@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [TestCase("torghut-ws=a\nb@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Digests_WrongWord_ChangesNothing(string word)
    {
        Assert.That(await RunAsync($"torghut-ops={Registry}torghut-ops@{Digest}", word), Is.Not.Zero);
        foreach (var chart in Helm.Installable)
        {
            var before = File.ReadAllText(Path.Combine(Tree.ApplicationOf(chart), "values.yaml"));
            Assert.That(File.ReadAllText(Values(chart["torghut-".Length..])), Is.EqualTo(before));
        }
    }

    private string Values(string name) => Path.Combine(_folder, name, "values.yaml");

    private async Task<int> RunAsync(params string[] words)
    {
        var script = Path.Combine(Repository.Root, "build", "digests");
        var info = new ProcessStartInfo(script, ["--in", _folder, .. words]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(info)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        TestContext.Out.WriteLine(await output + await errors);
        return process.ExitCode;
    }
}
