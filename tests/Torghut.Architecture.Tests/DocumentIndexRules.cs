using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Every document of the design has its place here, and what a page says is tested names tests that there are.</summary>
public sealed partial class DocumentIndexRules
{
    private const string Index = "docs/README.md";
    private const int Documents = 54;

    /// <summary>Pages of which every claim names where it is checked.</summary>
    private static readonly string[] Pages =
    [
        Index, "docs/capacity.md", "docs/compliance.md", "docs/costs.md", "docs/data-governance.md", "docs/disaster-recovery.md", "docs/latency.md",
        "docs/multi-venue.md", "docs/threat-model.md",
    ];

    private static readonly Lazy<ILookup<string, string>> Sources = new(
        () => WorkTree.Files("tests", "*.cs").ToLookup(path => Path.GetFileNameWithoutExtension(path)!, path => path));

    private static IReadOnlyList<string[]> Rows =>
    [
        .. Text(Index).Split('\n').SkipWhile(line => !line.StartsWith("| title |", StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|')).Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries)),
    ];

    [Test]
    public void Index_OfTheDesign_HasEveryDocumentOnce()
    {
        Assert.That(Rows.Select(row => row[0]), Is.Unique);
        Assert.That(Rows, Has.Count.EqualTo(Documents));
    }

    /// <summary>The seeds stand beside the work tree where it is developed.</summary>
    [Test]
    public void Index_OfTheDesign_HasItsTitles()
    {
        var seeds = Path.Combine(Repository.Root, "..", "shared", "seeds", "design-docs-index.md");
        if (!File.Exists(seeds))
        {
            Assert.Ignore("Needs ../shared/seeds.");
        }

        var titles = Document().Matches(File.ReadAllText(seeds)).Select(match => match.Groups[1].Value);
        Assert.That(Rows.Select(row => row[0]), Is.EqualTo(titles));
    }

    [Test]
    public void Index_EveryRow_HasAPageAPlaceAndATest() => Assert.That(
        Rows.Where(row => row.Length != 4 || !Link().IsMatch(row[1]) || !row[2].Contains('`') || !Test().IsMatch(row[3])).Select(row => row[0]), Is.Empty);

    [TestCaseSource(nameof(Pages))]
    public void Page_TestsItNames_AreThere(string page) => Assert.That(Missing(Text(page)), Is.Empty);

    /// <summary>A heading that was renamed takes the links to it along.</summary>
    [TestCaseSource(nameof(Pages))]
    public void Page_LinksToHeadings_Resolve(string page)
    {
        var broken = Link().Matches(Text(page)).Select(match => match.Groups[1].Value).Where(target => target.Contains('#') && !target.Contains("://"))
            .Where(target =>
            {
                var (file, heading) = (target.Split('#')[0], target.Split('#')[1]);
                var path = file.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, file);
                return !Headings(Text(path)).Contains(heading);
            });
        Assert.That(broken, Is.Empty);
    }

    [TestCase("`NoSuchTests`", "NoSuchTests")]
    [TestCase("`WhereRules.NoSuchMember`", "WhereRules.NoSuchMember")]
    [TestCase("`WhereRules.Page_Rules_StandOnce`", null)]
    public void Missing_PlantedName_IsFound(string text, string? missing) =>
        Assert.That(Missing(text), missing is null ? Is.Empty : Is.EqualTo(new[] { missing }));

    private static IEnumerable<string> Missing(string text) => Test().Matches(text)
        .Where(match => !Sources.Value[match.Groups[1].Value].Any(path =>
            match.Groups[2].Length == 0 || Regex.IsMatch(File.ReadAllText(path), $@"\b{match.Groups[2].Value}\b")))
        .Select(match => match.Value.Trim('`')).Distinct();

    private static HashSet<string> Headings(string text) =>
        [.. Heading().Matches(text).Select(match => NoPartOfALink().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Trim().Replace(' ', '-'))];

    private static string Text(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`([A-Z][A-Za-z]+(?:Tests|Rules|Oracle))(?:\.([A-Za-z_]+))?`")]
    private static partial Regex Test();

    [GeneratedRegex(@"(?m)^#+ (.*)$")]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPartOfALink();

    [GeneratedRegex(@"(?m)^\| `v1/[a-z0-9-]+\.md` \| (.*) \|$")]
    private static partial Regex Document();
}
