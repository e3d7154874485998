using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests;

public sealed class ChartTests
{
    private static IEnumerable<object[]> Variants =>
        Helm.Installable.SelectMany(chart => Helm.ValuesFiles(chart).Select(file => new object[] { chart, Path.GetRelativePath(Repository.Root, file) }));

    private static IEnumerable<string> Charts => Helm.Installable;

    private static IEnumerable<string> Services => Helm.Services;

    [TestCaseSource(nameof(Charts))]
    public async Task Lint_Defaults_IsClean(string chart)
    {
        HelmRun run = await Helm.LintAsync(chart);
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
    }

    [TestCaseSource(nameof(Variants))]
    public async Task Lint_EveryValuesFile_IsClean(string chart, string values)
    {
        HelmRun run = await Helm.LintAsync(chart, "--values", Path.Combine(Repository.Root, values));
        Assert.That(run.ExitCode, Is.Zero, run.Output + run.Errors);
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Template_UnknownValue_IsRefused(string chart)
    {
        HelmRun run = await Helm.TryTemplateAsync(chart, "--set", "noSuchValue=1");
        Assert.That(run.ExitCode, Is.Not.Zero);
        Assert.That(run.Errors, Does.Contain("noSuchValue"));
    }

    [TestCaseSource(nameof(Services))]
    public async Task Template_SecretInConfig_IsRefused(string chart)
    {
        HelmRun run = await Helm.TryTemplateAsync(chart, "--set", "config.DB_DSN=postgresql://secret", "--set", "secretEnv.DB_DSN.name=a", "--set",
            "secretEnv.DB_DSN.key=b");
        Assert.That(run.Errors, Does.Contain("secrets never go into a ConfigMap"));
    }

    [TestCaseSource(nameof(Services))]
    public async Task Template_OtherConfig_RollsThePods(string chart)
    {
        string Sum(Manifests manifests) => manifests.All.Where(o => o.Has("spec.template.metadata.annotations"))
            .Select(o => o["spec.template.metadata.annotations"].Map).First(map => map.ContainsKey("checksum/config"))["checksum/config"].Text;
        Assert.That(Sum(await Helm.TemplateAsync(chart, "--set", "config.LOG_LEVEL=Debug")), Is.Not.EqualTo(Sum(await Helm.TemplateAsync(chart))));
    }

    [TestCaseSource(nameof(Services))]
    public async Task Template_Digest_WinsOverTheTag(string chart)
    {
        string digest = "sha256:" + new string('a', 64);
        Manifests manifests = await Helm.TemplateAsync(chart, "--set", "image.tag=9.9.9", "--set", "image.digest=" + digest);
        Assert.That(
            manifests.PodSpecs.SelectMany(pod => pod["containers"].Items).Select(container => container["image"].Text)
                .Where(image => !image.Contains("curl", StringComparison.Ordinal)),
            Has.All.EqualTo($"torghut/{chart}@{digest}"));
    }

    [Test]
    public void Schemas_SharedDefinitions_AreTheSame()
    {
        IEnumerable<string> definitions = Helm.Installable.Select(chart => File.ReadAllText(Path.Combine(Tree.Charts, chart, "values.schema.json")))
            .Select(text => text[text.IndexOf("\"definitions\"", StringComparison.Ordinal)..]);
        Assert.That(definitions.Distinct().Count(), Is.EqualTo(1));
    }
}
