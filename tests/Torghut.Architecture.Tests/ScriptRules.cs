using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>Shell scripts that end when anything of a pipe fails.</summary>
public sealed partial class ScriptRules
{
    private static readonly string[] Folders = ["build", ".ci"];

    /// <summary>
    /// Who leaves a pipe early ends its writer by a signal, and with <c>pipefail</c> the whole script ends: or not, if the writer was faster. The reader reads
    /// to the end instead (<c>sed -n 1,20p</c>), or reads a file.
    /// </summary>
    [Test]
    public void Scripts_Pipes_HaveNoReaderThatLeavesEarly()
    {
        var scripts = Folders.SelectMany(folder => WorkTree.Files(folder, "*")).Where(IsScript).ToList();

        Assert.That(scripts, Is.Not.Empty);
        Assert.That(
            from script in scripts
            from line in File.ReadLines(script).Index()
            where LeavesEarly().IsMatch(line.Item)
            select $"{WorkTree.Relative(script)}:{line.Index + 1}: {line.Item.Trim()}",
            Is.Empty);
    }

    [TestCase("sort -rn | head -n 20", true)]
    [TestCase("sort -rn |head", true)]
    [TestCase("list | grep -q word", true)]
    [TestCase("list | grep -Fqx word", true)]
    [TestCase("list | grep -m 1 word", true)]
    [TestCase("list | sed -n 1p", false)]
    [TestCase("list | grep -F word", false)]
    [TestCase("grep -q word file || head -n 1 file", false)]
    public void LeavesEarly_Line_IsSeen(string line, bool leaves) => Assert.That(LeavesEarly().IsMatch(line), Is.EqualTo(leaves));

    private static bool IsScript(string path)
    {
        using var file = new StreamReader(path);
        return file.ReadLine() is { } first && first.StartsWith("#!", StringComparison.Ordinal) && first.EndsWith("sh", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<!\|)\|\s*(head\b|grep\s+(-\w+\s+)*-\w*[qm])")]
    private static partial Regex LeavesEarly();
}
