using Torghut.Ta.Compute;

namespace Torghut.Ta.Tests.Compute;

[TestFixture]
internal sealed class ComputeArgumentsTests
{
    [Test]
    public void Parse_EverythingGiven_IsRead()
    {
        var arguments = ComputeArguments.Parse(
            ["--lean", "data", "--out", "out", "--format", "avro", "--symbols", "AIG,IBM", "--date", "2013-10-07"], out var problem);
        Assert.That(problem, Is.Null);
        Assert.That((arguments!.Lean, arguments.Out, arguments.Format, arguments.Date),
            Is.EqualTo(("data", "out", OutputFormat.Avro, new DateOnly(2013, 10, 7))));
        Assert.That(arguments.Symbols, Is.EqualTo(new[] { "AIG", "IBM" }));
    }

    [TestCase("--lean data", "--out is missing")]
    [TestCase("--out out", "Give either")]
    [TestCase("--lean data --avro file --out out", "Give either")]
    [TestCase("--lean data --out out --format xml", "xml")]
    [TestCase("--lean data --out out --date yesterday", "yesterday")]
    [TestCase("--lean data --out", "needs a value")]
    [TestCase("--fast yes --lean data --out out", "--fast")]
    public void Parse_Wrong_SaysWhat(string words, string expected)
    {
        Assert.That(ComputeArguments.Parse(words.Split(' '), out var problem), Is.Null);
        Assert.That(problem, Does.Contain(expected));
    }
}
