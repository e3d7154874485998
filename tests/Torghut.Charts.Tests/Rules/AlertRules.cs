using System.Diagnostics;
using Torghut.Charts.Tests.Rendering;
using Torghut.Testing;
using YamlDotNet.RepresentationModel;

namespace Torghut.Charts.Tests.Rules;

/// <summary>What trading's alerts fire on, and that each of them says what to do.</summary>
public sealed class AlertRules
{
    private static readonly string RulesFile = Path.Combine(Tree.Charts, "torghut-trading", "alerts.yaml");
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Torghut.Charts.Tests", "Rules", "alerts.cases.yaml");

    [Test]
    public async Task Cases_OfEveryAlert_FireAndAreSilent()
    {
        var folder = Directory.CreateTempSubdirectory("torghut-alerts-").FullName;
        try
        {
            var tests = Path.Combine(folder, "tests.yaml");
            await File.WriteAllTextAsync(tests, $"rule_files: ['{RulesFile}']\n{await File.ReadAllTextAsync(Cases)}");
            using var promtool = Process.Start(
                new ProcessStartInfo("promtool", ["test", "rules", tests]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var said = await promtool.StandardOutput.ReadToEndAsync() + await promtool.StandardError.ReadToEndAsync();
            await promtool.WaitForExitAsync();
            Assert.That(promtool.ExitCode, Is.Zero, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        var tried = Read(Cases)["tests"].Items.SelectMany(test => test["alert_rule_test"].Items)
            .Select(test => (test["alertname"].Text, test["exp_alerts"].Items.Any()));
        Assert.That(tried, Is.SupersetOf(Names.SelectMany(name => new[] { (name, true), (name, false) })));
    }

    [Test]
    public async Task Rendered_Rules_AreTheFile()
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading");
        Assert.That(Alerts(manifests.One("PrometheusRule")["spec"]).Select(alert => alert["alert"].Text), Is.EqualTo(Names));
        Assert.That(manifests.One("PrometheusRule")["spec.groups"].Items.Single()["rules"].Items.Select(rule => rule["expr"].Text),
            Is.EqualTo(Alerts(Read(RulesFile)).Select(alert => alert["expr"].Text)));
    }

    [Test]
    public async Task Alert_Metric_IsOneThatTheServiceHas()
    {
        var golden = Path.Combine(Repository.Root, "tests", "Torghut.Trading.Tests", "Golden", "Metrics");
        var page = await File.ReadAllTextAsync(Path.Combine(golden, "used.prom")) + await File.ReadAllTextAsync(Path.Combine(golden, "advisory.used.prom"));
        foreach (var alert in Alerts(Read(RulesFile)))
        {
            var metric = System.Text.RegularExpressions.Regex.Match(alert["expr"].Text, "torghut_[a-z_]+").Value;
            Assert.That(metric == "torghut_loop_faulted" || page.Contains($"# TYPE {metric} ", StringComparison.Ordinal), Is.True, metric);
        }
    }

    [Test]
    public void Alert_Runbook_IsAHeadingOfThePage()
    {
        var headings = File.ReadLines(Path.Combine(Repository.Root, "docs", "runbooks.md")).Where(line => line.StartsWith("## ", StringComparison.Ordinal))
            .Select(line => "docs/runbooks.md#" + line[3..].ToLowerInvariant().Replace(' ', '-')).ToList();
        foreach (var alert in Alerts(Read(RulesFile)))
        {
            Assert.That(headings, Does.Contain(alert["annotations.runbook"].Text), alert["alert"].Text);
            Assert.That(alert["labels.severity"].Text, Is.AnyOf("page", "ticket"));
            Assert.That(alert["labels.owner"].Text, Is.Not.Empty);
            Assert.That(alert["annotations.summary"].Text, Is.Not.Empty);
            Assert.That(alert.Has("for"), Is.True);
        }
    }

    private static IEnumerable<string> Names => Alerts(Read(RulesFile)).Select(alert => alert["alert"].Text);

    private static IEnumerable<Node> Alerts(Node rules) => rules["groups"].Items.SelectMany(group => group["rules"].Items);

    private static Node Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(file)));
        return new Node(stream.Documents.Single().RootNode);
    }
}
