using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Architecture.Tests;

/// <summary>Whoever looks for a rule of the behaviour finds on one page the file and the member that decide it. What moves takes its row along.</summary>
public sealed partial class WhereRules
{
    private const string Page = "docs/where.md";
    private const string Norms = "docs/trading/advice.md";

    private static RuleIndex Index => RuleIndex.Read(File.ReadAllText(Path.Combine(Repository.Root, Page)));

    [Test]
    public void Page_FilesAndMembers_AreThere() => Assert.That(Index.Faults(TextOf), Is.Empty, Page);

    /// <summary>A norm that is said to be followed names the test that fails without its control.</summary>
    [Test]
    public void Norms_OfAdvice_NameTestsThatAreThere()
    {
        var index = RuleIndex.Read(File.ReadAllText(Path.Combine(Repository.Root, Norms)));
        Assert.That(index.Faults(TextOf), Is.Empty, Norms);
        Assert.That(index.Rows, Has.Count.GreaterThanOrEqualTo(15));
    }

    [Test]
    public void Page_Rules_StandOnce() =>
        Assert.That(Index.Rows.GroupBy(row => row.Rule).Where(group => group.Count() > 1).Select(group => group.Key), Is.Empty, Page);

    [TestCase("services/torghut-ws")]
    [TestCase("services/torghut-ta")]
    [TestCase("services/torghut-trading")]
    [TestCase("services/torghut-ops")]
    public void Page_FoldersOfAService_AreNamed(string service)
    {
        var folders = WorkTree.Files(service, "*.cs").Select(WorkTree.Relative).Select(FolderOf).Where(folder => folder != service).Distinct();
        var named = Index.Rows.SelectMany(row => row.Deciders).Select(decider => FolderOf(decider.File)).ToHashSet(StringComparer.Ordinal);
        Assert.That(folders.Where(folder => !named.Contains(folder)), Is.Empty, $"{Page} says of no rule that it is decided there.");
    }

    /// <summary>A key stands in the row of the class that has its default and its range.</summary>
    [Test]
    public void Page_EnvironmentKeys_StandBesideTheirClass()
    {
        var rows = Index.Rows;
        var missing = new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .SelectMany(path => Key().Matches(File.ReadAllText(path)).Select(match => (File: WorkTree.Relative(path), Key: match.Groups[1].Value)))
            .Where(found => !rows.Any(row => row.Deciders.Any(decider => decider.File == found.File)
                && row.Rule.Contains($"`{found.Key}`", StringComparison.Ordinal)))
            .Select(found => $"{found.File}: {found.Key}");
        Assert.That(missing, Is.Empty, $"Add the key to the row of its class in {Page}.");
    }

    [TestCase("README.md")]
    [TestCase("docs/architecture.md")]
    [TestCase("docs/forwarder.md")]
    [TestCase("docs/compute.md")]
    [TestCase("docs/trading/README.md")]
    [TestCase("docs/ops.md")]
    public void Page_OfAnyEntrance_IsLinked(string entrance) =>
        Assert.That(LinkToPage().IsMatch(File.ReadAllText(Path.Combine(Repository.Root, entrance))), Is.True, $"{entrance} does not lead to {Page}.");

    [TestCase("`Stream/Reader.cs` `Next`, `Limit`; the order `libs/Words.cs` `Word`")]
    [TestCase("`Stream/Reader.cs` `Kept`")]
    [TestCase("`Stream/table.csv`, `Stream/table.csv` `strict`")]
    [TestCase("`build/script` `run`")]
    public void Faults_TrueRow_HasNone(string decided) => Assert.That(Planted(decided), Is.Empty);

    [TestCase("`Stream/Moved.cs` `Next`", "services/s/Stream/Moved.cs is not there")]
    [TestCase("`Stream/Reader.cs` `Renamed`", "services/s/Stream/Reader.cs declares no Renamed")]
    [TestCase("`Stream/Reader.cs` `inner`", "services/s/Stream/Reader.cs declares no inner")]
    [TestCase("`Stream/Reader.cs` `Mentioned`", "services/s/Stream/Reader.cs declares no Mentioned")]
    [TestCase("`Stream/Reader.cs`", "services/s/Stream/Reader.cs is named without a member")]
    [TestCase("`Stream/table.csv` `lenient`", "services/s/Stream/table.csv declares no lenient")]
    [TestCase("`libs/Lost.cs` `Word`", "libs/Lost.cs is not there")]
    [TestCase("the reader", "names no file")]
    [TestCase("`Next`", "services/s/Next is not there")]
    public void Faults_WrongRow_NamesIt(string decided, string fault) => Assert.That(Planted(decided), Is.EqualTo(new[] { $"a rule of `s`: {fault}" }));

    [Test]
    public void Read_OtherTables_AreLeftAlone() =>
        Assert.That(RuleIndex.Read("| word | means |\n|---|---|\n| a | `b` |\n\n| rule | in `s` |\n|---|---|\n\n| c | `d` |").Rows, Is.Empty);

    private static IEnumerable<string> Planted(string decided) =>
        RuleIndex.Read($"| rule | in `services/s` |\n|---|---|\n| a rule of `s` | {decided} |\n").Faults(path => path switch
        {
            "services/s/Stream/Reader.cs" => "/// <summary>Not Mentioned</summary>\nrecord Reader(int Kept) { const int Limit = 1; void Next() { var inner = 1; } }",
            "libs/Words.cs" => "enum Words { Word }",
            "services/s/Stream/table.csv" => "code,strict",
            "build/script" => "run",
            _ => null,
        });

    private static string? TextOf(string path)
    {
        var file = Path.Combine(Repository.Root, path);
        return File.Exists(file) ? File.ReadAllText(file) : null;
    }

    private static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var end ? path[..end] : "";

    [GeneratedRegex("ConfigurationKey\\(\\s*\"([A-Z0-9_]+)\"")]
    private static partial Regex Key();

    [GeneratedRegex(@"\]\([^)]*where\.md(#[a-z-]+)?\)")]
    private static partial Regex LinkToPage();
}
