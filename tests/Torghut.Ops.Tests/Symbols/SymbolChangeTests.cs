using System.Text.Json;
using Torghut.Ops.Symbols;

namespace Torghut.Ops.Tests.Symbols;

public sealed class SymbolChangeTests
{
    [Test]
    public void Parse_Defaults_EnableTheSymbols()
    {
        var (change, _, _) = Parse("""{"symbols":["aapl"," BRK.B "],"actor":"ann","reason":"test"}""");
        Assert.That(change!.Symbols, Is.EqualTo(new[] { "AAPL", "BRK.B" }));
        Assert.That((change.Enabled, change.Actor, change.Reason), Is.EqualTo((true, "ann", "test")));
    }

    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("""{"symbols":[]}""")]
    [TestCase("""{"symbols":"AAPL"}""")]
    [TestCase("""{"symbols":["AAPL"],"enabled":"yes","actor":"a","reason":"r"}""")]
    [TestCase("""{"symbols":["AAPL"],"actor":"a","reason":"line\nforged"}""")]
    [TestCase("""{"symbols":["AAPL"],"actor":"a","reason":7}""")]
    [TestCase("""{"symbols":["AAPL"],"actor":"a"}""")]
    [TestCase("""{"symbols":["AAPL"],"reason":"r"}""")]
    [TestCase("""{"symbols":["AAPL"],"actor":"","reason":"r"}""")]
    [TestCase("""{"symbols":["AAPL"],"actor":"a","reason":"r","force":true}""")]
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
        var (change, _, rejected) = Parse($$"""{"symbols":["AAPL","{{symbol}}"],"actor":"a","reason":"r"}""");
        Assert.That(change, Is.Null);
        Assert.That(rejected, Has.Count.EqualTo(1));
    }

    private static (SymbolChange? Change, string? Problem, IReadOnlyList<string> Rejected) Parse(string body)
    {
        using var document = JsonDocument.Parse(body);
        return SymbolChange.Parse(document.RootElement);
    }
}
