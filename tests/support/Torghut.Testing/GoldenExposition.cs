namespace Torghut.Testing;

/// <summary>
/// Holds a page against one on file. What dashboards and alerts use must be on the page: every name, type, help, label and, unless told otherwise, value.
/// More than that may only be counters and histograms that show from the start that nothing has happened yet.
/// </summary>
public static class GoldenExposition
{
    /// <summary>What of the golden page is missing, or differs.</summary>
    public static IReadOnlyList<string> Missing(string golden, string page, bool values = true)
    {
        var lines = ExpositionLine.ReadAll(page).Select(line => Text(line, values)).ToHashSet(StringComparer.Ordinal);
        return [.. ExpositionLine.ReadAll(golden).Select(line => Text(line, values)).Where(line => !lines.Contains(line))];
    }

    /// <summary>What the page has beyond the golden one, except samples at 0 of its counters and histograms.</summary>
    /// <param name="catalogue">A golden page that has every family.</param>
    /// <param name="golden">The golden page for the state that the page shows.</param>
    /// <param name="page">The page to judge.</param>
    public static IReadOnlyList<string> Unexpected(string catalogue, string golden, string page)
    {
        var known = ExpositionLine.ReadAll(golden).Select(line => line.Key).ToHashSet(StringComparer.Ordinal);
        var families = ExpositionLine.ReadAll(catalogue).Where(line => line.IsComment).ToList();
        return [.. ExpositionLine.ReadAll(page).Where(line => !known.Contains(line.Key) && !IsAllowed(line, families))
            .Select(line => Text(line, values: true))];
    }

    private static bool IsAllowed(ExpositionLine line, List<ExpositionLine> families) => line.IsComment
        ? families.Any(family => family.Key == line.Key)
        : line.Value is 0
        && families.Any(
        family => family.Key == $"# TYPE {line.Name} counter" || (family.Key == $"# TYPE {family.Name} histogram" && IsPartOf(line.Name, family.Name)));

    private static bool IsPartOf(string sample, string histogram) => sample == histogram + "_bucket" || sample == histogram + "_sum" || sample == histogram
        + "_count";

    private static string Text(ExpositionLine line, bool values) => line.IsComment || !values ? line.Key : $"{line.Key} {line.Value:R}";
}
