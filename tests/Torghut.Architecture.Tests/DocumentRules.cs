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

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:services|libs|tests|build|charts|argocd|docs)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex TreePath();
}
