using Torghut.Testing;

namespace Torghut.Charts.Tests.Alerts;

/// <summary>What the services expose, by the golden pages that their own tests hold true; a long test holds the pages against a running sandbox.</summary>
internal static class ExposedMetrics
{
    /// <summary>Families by name.</summary>
    public static IReadOnlySet<string> All { get; } = Lines().Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal))
        .Select(line => line.Split(' ')[2]).ToHashSet(StringComparer.Ordinal);

    /// <summary>Names of the labels that a sample of the family has.</summary>
    public static IReadOnlyDictionary<string, HashSet<string>> Labels { get; } = Lines().Where(line => line.Length > 0 && line[0] != '#')
        .Select(line => (Family: PromQl.Family(line.Split('{', ' ')[0]), Labels: LabelsOf(line))).GroupBy(line => line.Family, StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.SelectMany(line => line.Labels).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);

    private static IEnumerable<string> Lines() => Directory.EnumerateDirectories(Path.Combine(Repository.Root, "tests"), "Torghut.*.Tests")
        .Select(project => Path.Combine(project, "Golden", "Metrics")).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.prom")).SelectMany(File.ReadLines);

    private static IEnumerable<string> LabelsOf(string line) => line.Contains('{', StringComparison.Ordinal)
        ? System.Text.RegularExpressions.Regex.Matches(line, "([a-z_]+)=\"").Select(match => match.Groups[1].Value)
        : [];
}
