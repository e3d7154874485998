using Torghut.Ops.Snapshots;

namespace Torghut.Ops.Tests.Snapshots;

public sealed class SnapshotArgumentsTests
{
    [TestCase("", "text", null, null)]
    [TestCase("--format json", "json", null, null)]
    [TestCase("--out d --format html", "html", "d", null)]
    [TestCase("--facts f --all", "text", null, "f")]
    public void Parse_Right_IsRead(string words, string format, string? directory, string? facts)
    {
        var arguments = Parse(words)!;
        Assert.That((arguments.Format.Name, arguments.Directory, arguments.FactsFile), Is.EqualTo((format, directory, facts)));
    }

    [TestCase("--format")]
    [TestCase("--format pdf")]
    [TestCase("--format md --format md")]
    [TestCase("--all --all")]
    [TestCase("--all --format md")]
    [TestCase("--out a --out b")]
    [TestCase("--nonsense x")]
    [TestCase("diff a")]
    public void Parse_Wrong_IsRefused(string words) => Assert.That(Parse(words), Is.Null);

    private static SnapshotArguments? Parse(string words) => SnapshotArguments.Parse(words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
