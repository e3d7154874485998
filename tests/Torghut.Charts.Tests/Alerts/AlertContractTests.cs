using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>What every alert has, and what becomes of it in a cluster.</summary>
public sealed class AlertContractTests
{
    private static readonly string[] Owners = ["data", "platform", "trading", "strategy"];

    private static readonly string[] Charts = [.. AlertFiles.Charts];

    [Test]
    public void Alerts_OfAllCharts_AreFewAndNamedOnce()
    {
        Assert.That(AlertFiles.Charts, Is.EquivalentTo(Helm.Services));
        Assert.That(AlertFiles.Alerts, Has.Count.LessThanOrEqualTo(45));
        Assert.That(AlertFiles.Alerts.Select(alert => alert.Name), Is.Unique);
    }

    [Test]
    public void Alert_Always_SaysHowUrgentWhoseAndWhat()
    {
        foreach (var alert in AlertFiles.Alerts)
        {
            Assert.That(alert.For, Does.Match("^[0-9]+[smh]$"), alert.Name);
            Assert.That(alert.Severity, Is.AnyOf("page", "ticket"), alert.Name);
            Assert.That(Owners, Does.Contain(alert.Owner), alert.Name);
            Assert.That(alert.Summary, Does.EndWith(".").Or.EndWith(")"), alert.Name);
            Assert.That(alert.Runbook, Does.StartWith("docs/runbooks/"), alert.Name);
        }
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Rendered_Rules_AreTheFilesWithLinks(string chart)
    {
        Node rule = (await Helm.TemplateAsync(chart, "--set", "alerts.repositoryUrl=https://git.example.org/t/")).One("PrometheusRule");
        var rendered = rule["spec.groups"].Items.SelectMany(group => group["rules"].Items).ToList();
        Assert.That(rendered.Select(one => one["expr"].Text), Is.EqualTo(AlertFiles.Rules(chart).Select(one => one["expr"].Text)));
        Assert.That(rendered.Where(one => one.Has("alert")).Select(one => one["annotations.runbook_url"].Text),
            Has.All.StartsWith("https://git.example.org/t/docs/runbooks/"));
    }

    /// <summary>Where live trading is allowed, paper is what nobody expects.</summary>
    [TestCase(false, "mode!=\"paper\"")]
    [TestCase(true, "mode!=\"live\"")]
    public async Task Rendered_UnexpectedMode_GoesByWhatIsAllowed(bool live, string expected)
    {
        Manifests manifests = await Helm.TemplateAsync("torghut-trading", "--set", $"live.allow={(live ? "true" : "false")}");
        Assert.That(manifests.One("PrometheusRule").ToYaml(), Does.Contain("torghut_trading_mode{" + expected + "}"));
    }

    [TestCaseSource(nameof(Charts))]
    public async Task Rendered_WithoutMonitoring_HasNoneOfIt(string chart)
    {
        Manifests manifests = await Helm.TemplateAsync(chart, "--values", Path.Combine(Tree.Charts, chart, "ci", "no-monitoring-values.yaml"));
        Assert.That(manifests.All.Select(one => one["kind"].Text), Has.None.AnyOf("PrometheusRule", "ServiceMonitor", "PodMonitor"));
        Assert.That(manifests.Of("ConfigMap").Select(one => one.Meta("labels", "grafana_dashboard")), Has.None.EqualTo("1"));
    }
}
