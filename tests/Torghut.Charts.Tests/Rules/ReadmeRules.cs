using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Rules;

/// <summary>The replay workflow names files, fields, objects and options that there are.</summary>
public sealed partial class ReadmeRules
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Tree.Argo, "applications", "torghut", "README.md"));

    [Test]
    public void Charts_AllOfThem_HaveAPageThatNamesTheirValues()
    {
        foreach (var chart in Helm.Installable.Append("torghut-common"))
        {
            var page = Path.Combine(Tree.Charts, chart, "README.md");
            Assert.That(page, Does.Exist);
            if (chart == "torghut-common")
            {
                continue;
            }

            var named = Field().Matches(File.ReadAllText(page)).Select(match => match.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
            var values = Manifest(Path.Combine(Tree.Charts, chart, "values.yaml")).Map.Keys;
            Assert.That(values.Except(named), Is.Empty, $"{chart}/README.md leaves these values out");
        }
    }

    [Test]
    public void Files_ThatThePageNames_Exist()
    {
        var files = Named().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(files, Has.Count.GreaterThanOrEqualTo(10));
        Assert.That(files.Where(file => !Path.Exists(Path.Combine(Repository.Root, file))), Is.Empty);
    }

    /// <summary>A field stands before the file that it is in, or in any of them: then in one that the page names.</summary>
    [Test]
    public void Fields_ThatThePageNames_Exist()
    {
        var files = Named().Matches(Page).Select(match => Path.Combine(Repository.Root, match.Groups[1].Value))
            .Where(file => file.EndsWith(".yaml", StringComparison.Ordinal)).Distinct().Select(Manifest).ToList();
        var fields = Dotted().Matches(Page).Select(match => match.Groups[1].Value).Distinct().ToList();
        Assert.That(fields, Has.Count.GreaterThanOrEqualTo(8));
        Assert.That(fields.Where(field => !files.Any(file => file.Has(field))), Is.Empty);
    }

    [Test]
    public async Task Objects_ThatThePageNames_AreRendered()
    {
        List<string> rendered = [];
        foreach (var chart in Helm.Installable)
        {
            rendered.AddRange((await Helm.TemplateForAsync("production", chart)).All.Select(one => $"{one["kind"].Text}/{one["metadata.name"].Text}"));
        }

        rendered.AddRange((await Argo.KustomizeAsync("overlays/production")).All.Select(one => $"{one["kind"].Text}/{one["metadata.name"].Text}"));
        var named = Object().Matches(Page).Select(match => match.Value).Distinct().ToList();
        Assert.That(named, Has.Count.GreaterThanOrEqualTo(10));
        Assert.That(named.Where(name => !rendered.Contains(name, StringComparer.OrdinalIgnoreCase)), Is.Empty);
    }

    /// <summary>The commands of ours are understood as they stand there.</summary>
    [Test]
    public void Commands_OfThePage_AreUnderstood()
    {
        var replays = Page.Split('\n').Select(line => line.Trim()).Where(line => line.StartsWith("torghut-ops ta-replay ", StringComparison.Ordinal)).ToList();
        Assert.That(replays, Has.Count.GreaterThanOrEqualTo(6));
        foreach (var line in replays)
        {
            Assert.That(Torghut.Ops.Replay.ReplayArguments.Parse(line.Split(' ')[2..]), Is.Not.Null, line);
        }
    }

    private static Node Manifest(string file)
    {
        var stream = new YamlDotNet.RepresentationModel.YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return new Node(stream.Documents.Single().RootNode);
    }

    [GeneratedRegex(@"`((?:argocd|charts)/[\w./-]+)`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`((?:config|job|kafka|clickhouse|rbac)\.[A-Za-z_.]+)(?:: [^`]+)?`")]
    private static partial Regex Dotted();

    [GeneratedRegex(@"`(\w+)[`.]")]
    private static partial Regex Field();

    [GeneratedRegex(@"\b(?:Deployment|ConfigMap|Service|ClickHouseInstallation|Cluster|ObjectBucketClaim|SealedSecret|deployment|kafkatopic)/[a-z][\w.-]*[a-z0-9]")]
    private static partial Regex Object();
}
