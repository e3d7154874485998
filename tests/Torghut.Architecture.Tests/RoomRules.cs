using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>
/// Each service's page has a table of its folders, so that a rule of the specification is found by its word: the folder in the table, the file in the
/// folder. The table names what is there, all of it and nothing else.
/// </summary>
public sealed partial class RoomRules
{
    [TestCase("torghut-ws", "docs/forwarder.md")]
    [TestCase("torghut-ta", "docs/compute.md")]
    [TestCase("torghut-trading", "docs/trading/README.md")]
    [TestCase("torghut-ops", "docs/ops.md")]
    public void Table_OfAService_NamesItsFolders(string service, string page)
    {
        var home = Path.Combine(Repository.Root, "services", service);
        var folders = WorkTree.Files($"services/{service}", "*.cs")
            .Select(file => Path.GetRelativePath(home, file).Replace('\\', '/').Split('/'))
            .Where(parts => parts.Length > 1)
            .Select(parts => parts[0]);
        var named = Named(File.ReadAllText(Path.Combine(Repository.Root, page)), service).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(named.Where(name => !name.Contains('/', StringComparison.Ordinal)), Is.EquivalentTo(folders.Distinct()), page);
            Assert.That(named.Where(name => !Directory.Exists(Path.Combine(home, name))), Is.Empty, page);
        });
    }

    [Test]
    public void Named_OfATable_IsItsFirstColumn() => Assert.That(
        Named("| folder of `services/s` | what |\n|---|---|\n| `A`, `B` | see `C` |\n| `D/E` | x |\n\n| `F` | another table |", "s"),
        Is.EqualTo(new[] { "A", "B", "D/E" }));

    private static IEnumerable<string> Named(string page, string service)
    {
        var head = $"| folder of `services/{service}` |";
        return page.Split('\n').SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal)).Skip(2)
            .TakeWhile(line => line.StartsWith('|'))
            .SelectMany(line => Name().Matches(line.Split('|')[1]).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex("`([A-Za-z/]+)`")]
    private static partial Regex Name();
}
