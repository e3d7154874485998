using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Rules;

/// <summary>Crash points are for drills: nothing that is deployed arms one, or names the environment in which they are obeyed.</summary>
public sealed class DrillRules
{
    private static readonly string[] Words = ["FAILPOINTS", "DOTNET_ENVIRONMENT"];

    private static IEnumerable<string> Charts => Helm.Installable;

    [TestCaseSource(nameof(Charts))]
    public async Task Keys_OfAnyValues_ArmNoCrashPoint(string chart)
    {
        foreach (string values in Helm.ValuesFiles(chart))
        {
            Manifests manifests = await Helm.TemplateAsync(chart, "--values", values);
            IEnumerable<string> config = manifests.Of("ConfigMap").SelectMany(map => map["data"].Map.Keys);
            IEnumerable<string> own = manifests.PodSpecs.SelectMany(pod => pod["containers"].Items).Where(container => container.Has("env"))
                .SelectMany(container => container["env"].Items).Select(entry => entry["name"].Text);
            Assert.That(config.Concat(own).Intersect(Words), Is.Empty, values);
        }
    }

    [Test]
    public void Sources_OfWhatIsDeployed_NeverNameThem()
    {
        IEnumerable<string> files = new[] { Tree.Charts, Path.GetDirectoryName(Tree.ApplicationOf("torghut-ta"))! }
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Assert.That(files.Where(file => Words.Any(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal))), Is.Empty);
    }
}
