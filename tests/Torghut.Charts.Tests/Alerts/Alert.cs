using System.Text.RegularExpressions;
using Torghut.Charts.Tests.Rendering;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>An alert of a chart's rules.</summary>
internal sealed partial class Alert(string chart, Node rule)
{
    public string Chart => chart;

    public string Name => rule["alert"].Text;

    public string Expression => rule["expr"].Text;

    public string For => rule["for"].Text;

    public string Severity => rule["labels.severity"].Text;

    public string Owner => rule["labels.owner"].Text;

    public string Summary => rule["annotations.summary"].Text;

    public string Runbook => rule["annotations.runbook_url"].Text;

    /// <summary>The metrics that it rests on, through recorded series too.</summary>
    public IEnumerable<string> Metrics => PromQl.Metrics(Expression).SelectMany(metric => metric.Contains(':', StringComparison.Ordinal)
        ? AlertFiles.Rules(Chart).Where(one => one.Has("record")).SelectMany(one => PromQl.Metrics(one["expr"].Text)).Append(metric)
        : [metric]).Distinct();

    /// <summary>Whether it is for the market's hours.</summary>
    public bool IsOfTheSession => Expression.Contains("torghut_market_open", StringComparison.Ordinal);

    /// <summary>The summary as a person gets it.</summary>
    public string SummaryWith(IReadOnlyDictionary<string, string> labels) => Label().Replace(Summary, match => labels[match.Groups[1].Value]);

    [GeneratedRegex(@"\{\{ \$labels\.([a-z_]+) \}\}")]
    private static partial Regex Label();
}
