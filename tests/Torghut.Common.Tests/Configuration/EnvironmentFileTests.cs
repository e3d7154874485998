using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

public sealed class EnvironmentFileTests
{
    [Test]
    public void Read_CommentsQuotesAndExport_AreUnderstood()
    {
        var path = Write("# a comment", "", "A=1", "export B='two words'", "C=\"x=y\"", "D=");

        Assert.That(EnvironmentFile.Read(path),
            Is.EquivalentTo(new Dictionary<string, string> { ["A"] = "1", ["B"] = "two words", ["C"] = "x=y", ["D"] = "" }));
    }

    [Test]
    public void Read_LineWithoutPair_NamesFileAndLine()
    {
        var path = Write("A=1", "nonsense");

        Assert.That(() => EnvironmentFile.Read(path), Throws.TypeOf<FormatException>().With.Message.Contains(path).And.Message.Contains("line 2"));
    }

    private static string Write(params string[] lines)
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, Path.GetRandomFileName());
        File.WriteAllLines(path, lines);
        return path;
    }
}
