using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Charts.Tests.Runbooks;

/// <summary>The runbooks as text: pages and their sections by anchor.</summary>
internal static partial class RunbookPages
{
    public static string Index { get; } = Path.Combine(Repository.Root, "docs", "runbooks.md");

    public static IReadOnlyList<string> Files { get; } = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "runbooks"), "*.md").Order()];

    /// <summary>Every section below a page's title, by "docs/runbooks/PAGE.md#anchor".</summary>
    public static IReadOnlyDictionary<string, string> Sections { get; } = Files.SelectMany(SectionsOf).ToDictionary(pair => pair.Anchor, pair => pair.Text);

    /// <summary>Anchors of a page, as a renderer makes them of its headings.</summary>
    public static IEnumerable<string> Anchors(string page) => Heading().Matches(File.ReadAllText(page)).Select(match => Anchor(match.Groups[1].Value));

    /// <summary>What stands in backticks, on one line.</summary>
    public static IEnumerable<string> Code(string text) =>
        Backticks().Matches(text).Select(match => match.Groups[1].Value).Concat(text.Split('\n').Select(line => line.Trim()));

    private static IEnumerable<(string Anchor, string Text)> SectionsOf(string file)
    {
        var parts = Regex.Split(File.ReadAllText(file), "^## ", RegexOptions.Multiline);
        return parts.Skip(1).Select(part => ($"docs/runbooks/{Path.GetFileName(file)}#{Anchor(part.Split('\n')[0])}", part));
    }

    private static string Anchor(string heading) => NotInAnchors().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Backticks();
}
