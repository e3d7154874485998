using System.Reflection;
using System.Text.RegularExpressions;
using Torghut.Common.Configuration;
using Torghut.Testing;
using Torghut.Trading.Risk;

namespace Torghut.Trading.Tests.Risk;

/// <summary>The table that people read and the code say the same, both ways; a search for a code ends at its check.</summary>
public sealed partial class RiskCodeDocumentTests
{
    private static readonly string Service = Path.Combine(Repository.Root, "services", "torghut-trading");

    private static readonly List<Row> Rows = [.. File.ReadLines(Path.Combine(Repository.Root, "docs", "trading", "risk-codes.md"))
        .Select(line => TableRow().Match(line)).Where(match => match.Success)
        .Select(match => new Row(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value, match.Groups[5].Value))];

    [Test]
    public void Table_Codes_AreThoseOfTheCatalogue() => Assert.That(Rows.Select(row => row.Code), Is.EqualTo(RiskReasons.All.Select(RiskReasons.Code)));

    [Test]
    public void Table_EveryRow_SaysWhatItMeansAndWhatToDo() =>
        Assert.That(Rows.Where(row => row.Meaning.Trim().Length == 0 || row.Remedy.Trim().Length == 0).Select(row => row.Code), Is.Empty);

    [Test]
    public void Table_CheckedIn_IsWhereTheCodeIsWritten()
    {
        var wrong = Rows.Where(row => !DecidedIn(row.Check).Contains(row.Code)).Select(row => $"{row.Code} is not decided in {row.Check}");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void Checks_EveryCodeTheyDecide_IsInTheTableUnderTheirName()
    {
        var unlisted = Directory.EnumerateFiles(Service, "*Checks.cs", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path)!)
            .SelectMany(check => DecidedIn(check).Select(code => (Code: code, Check: check)))
            .Except(Rows.Select(row => (row.Code, row.Check)));
        Assert.That(unlisted, Is.Empty);
    }

    [Test]
    public void Table_Keys_AreRead()
    {
        var keys = typeof(RiskReasons).Assembly.GetTypes().SelectMany(type => type.GetProperties())
            .Select(property => property.GetCustomAttribute<ConfigurationKeyAttribute>()?.Key).ToHashSet(StringComparer.Ordinal);
        Assert.That(Rows.Where(row => row.Key.Length > 0 && !keys.Contains(row.Key)).Select(row => row.Key), Is.Empty);
    }

    private static IEnumerable<string> DecidedIn(string check) =>
        Directory.EnumerateFiles(Service, check + ".cs", SearchOption.AllDirectories)
            .SelectMany(path => Decision().Matches(File.ReadAllText(path)))
            .Select(match => match.Groups[1].Value);

    private sealed record Row(string Code, string Meaning, string Check, string Key, string Remedy);

    [GeneratedRegex(@"^\| `([a-z_]+)` \|([^|]*)\| `(\w+)` \| (?:`([A-Z_]+)`)? ?\|([^|]*)\|$")]
    private static partial Regex TableRow();

    [GeneratedRegex(@"reasons\.AddIf\([^;]*?""([a-z_]+)""\);")]
    private static partial Regex Decision();
}
