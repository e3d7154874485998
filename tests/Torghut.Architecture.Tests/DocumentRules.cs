using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Documents that name a path of the tree must not drift from it.</summary>
public sealed partial class DocumentRules
{
    private static IEnumerable<string> Documents =>
        WorkTree.Files(".", "*.md").Where(path => !WorkTree.Relative(path).StartsWith("../", StringComparison.Ordinal));

    [TestCaseSource(nameof(Documents))]
    public void Document_Links_ResolveToFiles(string document)
    {
        var home = Path.GetDirectoryName(document)!;
        var broken = Link().Matches(File.ReadAllText(document))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !Path.Exists(Path.Combine(home, target)));
        Assert.That(broken, Is.Empty);
    }

    [TestCaseSource(nameof(Documents))]
    public void Document_PathsInBackticks_Exist(string document)
    {
        var broken = TreePath().Matches(File.ReadAllText(document))
            .Select(match => match.Groups[1].Value.TrimEnd('/'))
            .Where(path => !Path.Exists(Path.Combine(Repository.Root, path)));
        Assert.That(broken, Is.Empty);
    }

    private static IEnumerable<string> Decisions => WorkTree.Files("docs/adr", "*.md").Select(WorkTree.Relative);

    /// <summary>Code names the decision that it obeys by its number or its file.</summary>
    [Test]
    public void Code_DecisionsItNames_Exist()
    {
        var broken = new[] { "services", "libs", "tests" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .SelectMany(path => Decision().Matches(File.ReadAllText(path)).Select(match => match.Value)
                .Where(named => !Decisions.Any(file => file == named || file.StartsWith(named + "-", StringComparison.Ordinal)))
                .Select(named => $"{WorkTree.Relative(path)}: {named}"));
        Assert.That(broken, Is.Empty);
    }

    [GeneratedRegex(@"docs/adr/[0-9]{4}[a-z0-9-]*(?:\.md)?")]
    private static partial Regex Decision();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:services|libs|tests|build|charts|argocd|docs)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex TreePath();
}
