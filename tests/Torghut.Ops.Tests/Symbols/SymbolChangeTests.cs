using System.Text.Json;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Tests.Symbols;

public sealed class SymbolChangeTests
{
    [Test]
    public void Parse_Defaults_EnableTheSymbols()
    {
        var (change, _, _) = Parse("""{"symbols":["aapl"," BRK.B "]}""");
        Assert.That(change!.Symbols, Is.EqualTo(new[] { "AAPL", "BRK.B" }));
        Assert.That((change.Enabled, change.Actor, change.Reason), Is.EqualTo((true, "operator", "none given")));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"symbols":[]}""")]
    [TestCase("""{"symbols":"AAPL"}""")]
    [TestCase("""{"symbols":["AAPL"],"enabled":"yes"}""")]
    [TestCase("""{"symbols":["AAPL"],"reason":"line\nforged"}""")]
    [TestCase("""{"symbols":["AAPL"],"reason":7}""")]
    [TestCase("""{"symbols":["AAPL"],"force":true}""")]
    public void Parse_WrongBody_SaysWhatIsWrong(string body)
    {
        var (change, problem, _) = Parse(body);
        Assert.That(change, Is.Null);
        Assert.That(problem, Is.Not.Empty);
    }

    [TestCase("1A")]
    [TestCase("A B")]
    [TestCase("../etc")]
    [TestCase("SEVENTEENLETTERSX")]
    [TestCase(".A")]
    [TestCase("")]
    [TestCase("AAPL\\u0000")]
    public void Parse_OneBadSymbol_RefusesAll(string symbol)
    {
        var (change, _, rejected) = Parse($$"""{"symbols":["AAPL","{{symbol}}"]}""");
        Assert.That(change, Is.Null);
        Assert.That(rejected, Has.Count.EqualTo(1));
    }

    private static (SymbolChange? Change, string? Problem, IReadOnlyList<string> Rejected) Parse(string body)
    {
        using var document = JsonDocument.Parse(body);
        return SymbolChange.Parse(document.RootElement);
    }
}
