using System.Text.RegularExpressions;
using Torghut.Contracts.Market;

namespace Torghut.Contracts.Tests.Market;

public sealed partial class SymbolGrammarTests
{
    private const string Alphabet = "AZ09./-az *_;@ \u0130\u0661";

    [TestCase("A")]
    [TestCase("AAPL")]
    [TestCase("BRK.B")]
    [TestCase("BTC/USD")]
    [TestCase("A123456789012345")]
    public void IsValid_Symbol_True(string text) => Assert.That(SymbolGrammar.IsValid(text), Is.True);

    [TestCase("")]
    [TestCase("*")]
    [TestCase("aapl")]
    [TestCase("1A")]
    [TestCase(".A")]
    [TestCase("A B")]
    [TestCase("A\n")]
    [TestCase("A1234567890123456")]
    public void IsValid_AnythingElse_False(string text) => Assert.That(SymbolGrammar.IsValid(text), Is.False);

    [Test]
    public void IsValid_AnyText_IsTheGrammars()
    {
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 20)).Select(_ => Alphabet[random.Next(random.Next(2) == 0 ? 7 : Alphabet.Length)]));
            Assert.That(SymbolGrammar.IsValid(text), Is.EqualTo(Grammar().IsMatch(text)), text);
        }
    }

    [GeneratedRegex(@"\A[A-Z][A-Z0-9./\-]{0,15}\z")]
    private static partial Regex Grammar();
}
