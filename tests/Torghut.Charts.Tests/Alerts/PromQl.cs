using System.Text.RegularExpressions;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>What can be said of a query without evaluating it.</summary>
internal static partial class PromQl
{
    /// <summary>The metrics that it reads, recorded series among them.</summary>
    public static IEnumerable<string> Metrics(string query) => Metric().Matches(Text().Replace(query, "")).Select(match => match.Value).Distinct();

    /// <summary>A name on an exposition page: a histogram's parts stand below its own.</summary>
    public static string Family(string metric) => Part().Replace(metric, "");

    [GeneratedRegex(@"\b(?:(?:torghut|process|dotnet)[:_][a-z0-9_]+|up|ALERTS)\b")]
    private static partial Regex Metric();

    // Values of labels name jobs and topics, no metrics.
    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex Part();
}
