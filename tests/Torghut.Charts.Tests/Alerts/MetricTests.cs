using System.Text.RegularExpressions;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>Rules and dashboards ask for metrics and labels that services have; a name that is wrong would be silent for ever.</summary>
public sealed partial class MetricTests
{
    /// <summary>What Prometheus adds.</summary>
    private static readonly string[] Own = ["up", "ALERTS"];

    private static readonly string[] OwnLabels = ["job", "instance", "pod", "le", "alertstate"];

    private static IEnumerable<(string Where, string Query)> Queries =>
        [.. AlertFiles.Charts.SelectMany(chart => AlertFiles.Rules(chart).Select(rule => (chart, rule["expr"].Text))), .. Dashboards.DashboardFiles.Queries];

    [Test]
    public void Metric_OfAnyQuery_IsExposedOrRecorded()
    {
        var recorded = AlertFiles.Charts.SelectMany(AlertFiles.Rules).Where(rule => rule.Has("record")).Select(rule => rule["record"].Text).ToList();
        var unknown = Queries.SelectMany(one => PromQl.Metrics(one.Query).Select(metric => (one.Where, metric)))
            .Where(one => !Own.Contains(one.metric) && !recorded.Contains(one.metric) && !ExposedMetrics.All.Contains(PromQl.Family(one.metric)));
        Assert.That(unknown.Distinct(), Is.Empty);
    }

    [Test]
    public void Label_OfAnySelector_IsOneOfTheMetric()
    {
        List<string> unknown = [];
        foreach (var (where, query) in Queries)
        {
            foreach (Match selector in Selector().Matches(query))
            {
                var known = ExposedMetrics.Labels.GetValueOrDefault(PromQl.Family(selector.Groups[1].Value)) ?? [];
                unknown.AddRange(Label().Matches(selector.Groups[2].Value).Select(match => match.Groups[1].Value)
                    .Where(label => !known.Contains(label) && !OwnLabels.Contains(label)).Select(label => $"{where}: {selector.Value}: {label}"));
            }
        }

        Assert.That(unknown, Is.Empty);
    }

    [GeneratedRegex(@"\b((?:torghut|process|dotnet|up|ALERTS)[a-z0-9_]*)\{([^}]*)\}")]
    private static partial Regex Selector();

    [GeneratedRegex("([a-z_]+)(?:=~|!~|!=|=)\"")]
    private static partial Regex Label();
}
