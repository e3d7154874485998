using System.Text.Json;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Dashboards;

/// <summary>The seeds' dashboards are there, and a person can read each panel without asking.</summary>
public sealed class DashboardTests
{
    private static readonly string[] Units = ["s", "d", "bytes", "ops", "percentunit", "bool", "none"];

    private static readonly string[] Files = [.. DashboardFiles.All];

    [Test]
    public void Dashboards_OfTheCharts_AreTheSeeds()
    {
        Assert.That(Files, Is.EquivalentTo(new[]
        {
            "torghut-ops/dashboards/clickhouse-guardrails.json", "torghut-ops/dashboards/pipeline-overview.json", "torghut-ta/dashboards/ta.json",
            "torghut-trading/dashboards/advice.json", "torghut-trading/dashboards/trading.json", "torghut-ws/dashboards/forwarder.json",
        }));
        Assert.That(Files.Select(file => DashboardFiles.Read(file).GetProperty("uid").GetString()), Is.Unique);
        Assert.That(Files.Select(file => DashboardFiles.Read(file).GetProperty("title").GetString()), Is.Unique);
    }

    [TestCaseSource(nameof(Files))]
    public void Panel_Always_HasUnitDescriptionThresholdsAndALegend(string file)
    {
        var ids = DashboardFiles.Read(file).GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32());
        Assert.That(ids, Is.Unique);
        foreach (JsonElement panel in DashboardFiles.PanelsOf(file))
        {
            var title = panel.GetProperty("title").GetString();
            var defaults = panel.GetProperty("fieldConfig").GetProperty("defaults");
            Assert.That(title, Is.Not.Empty);
            Assert.That(panel.GetProperty("description").GetString(), Has.Length.GreaterThan(15).And.EndsWith("."), title);
            Assert.That(Units, Does.Contain(defaults.GetProperty("unit").GetString()), title);
            Assert.That(defaults.GetProperty("thresholds").GetProperty("steps").EnumerateArray().Select(step => step.GetProperty("color").GetString()),
                Is.Not.Empty.And.All.AnyOf("green", "orange", "red"), title);
            Assert.That(panel.GetProperty("datasource").GetProperty("uid").GetString(), Is.EqualTo("${datasource}"), title);
            Assert.That(panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("legendFormat").GetString()),
                Is.Not.Empty.And.All.Not.Empty, title);
        }
    }

    [TestCaseSource(nameof(Files))]
    public void Panels_OfADashboard_DoNotOverlap(string file)
    {
        var taken = new HashSet<(int X, int Y)>();
        foreach (var place in DashboardFiles.Read(file).GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("gridPos")))
        {
            var (x, y) = (place.GetProperty("x").GetInt32(), place.GetProperty("y").GetInt32());
            var (width, height) = (place.GetProperty("w").GetInt32(), place.GetProperty("h").GetInt32());
            Assert.That(x + width, Is.LessThanOrEqualTo(24));
            foreach (var cell in Enumerable.Range(x, width).SelectMany(column => Enumerable.Range(y, height).Select(row => (column, row))))
            {
                Assert.That(taken.Add(cell), Is.True, $"{cell}");
            }
        }
    }

    /// <summary>The sidecar finds them by the label, and they are the files to the letter.</summary>
    [TestCaseSource(nameof(Files))]
    public async Task Rendered_Dashboard_IsTheFile(string file)
    {
        var name = Path.GetFileName(file);
        Manifests manifests = await Helm.TemplateAsync(file.Split('/')[0]);
        Node map = manifests.One("ConfigMap", "torghut-dashboard-" + Path.GetFileNameWithoutExtension(file));
        Assert.That(map.Meta("labels", "grafana_dashboard"), Is.EqualTo("1"));
        Assert.That(map["data"].Map[name].Text.Trim(), Is.EqualTo((await File.ReadAllTextAsync(Path.Combine(Tree.Charts, file))).Trim()));
    }
}
