using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>A fragment with a wrong name would be missing from the release without a word.</summary>
public sealed partial class ChangelogRules
{
    [Test]
    public void Fragments_Names_SayTheirCategory()
    {
        var wrong = WorkTree.Files("changelog.d", "*").Select(path => Path.GetFileName(path)!).Where(name => name != "README.md" && !Fragment().IsMatch(name));
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Fragments_Text_IsOneItem()
    {
        var wrong = WorkTree.Files("changelog.d", "*.*.md").Where(path => File.ReadAllText(path).Trim() is "" or ['#', ..] or ['-', ..])
            .Select(WorkTree.Relative);
        Assert.That(wrong, Is.Empty);
    }

    [GeneratedRegex(@"^[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|removed|security)\.md$")]
    private static partial Regex Fragment();
}
