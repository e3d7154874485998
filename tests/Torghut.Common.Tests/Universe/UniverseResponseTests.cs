using System.Text;
using Torghut.Common.Universe;
using Torghut.Contracts.Market;

namespace Torghut.Common.Tests.Universe;

public sealed class UniverseResponseTests
{
    [TestCase("""["AAPL","BRK.B","AAPL"]""")]
    [TestCase("""{"symbols":["AAPL","BRK.B"]}""")]
    [TestCase("""{"symbols":["AAPL","BRK.B"],"items":[{"symbol":"IBM"}]}""")]
    [TestCase("""{"items":[{"symbol":"AAPL","x":1},{"symbol":"BRK.B"}]}""")]
    [TestCase("""{"symbols":[{"symbol":"AAPL"},{"symbol":"BRK.B","enabled":true},{"symbol":"IBM","enabled":false}]}""")]
    public void Parse_AnyShape_ReadsTheEnabledSymbolsOnce(string json) => Assert.That(Parse(json), Is.EqualTo(new[] { "AAPL", "BRK.B" }));

    [TestCase("")]
    [TestCase("<html>")]
    [TestCase("[]")]
    [TestCase("{}")]
    [TestCase("7")]
    [TestCase("[1]")]
    [TestCase("[null]")]
    [TestCase("""["aapl"]""")]
    [TestCase("""["*"]""")]
    [TestCase("""["A;DROP"]""")]
    [TestCase("""["A B"]""")]
    [TestCase("""["AAPL","1X"]""", Description = "one that is no symbol refuses the whole")]
    [TestCase("""[{"name":"AAPL"}]""")]
    [TestCase("""[{"symbol":7}]""")]
    [TestCase("""[["AAPL"]]""")]
    [TestCase("""{"symbols":{"a":1}}""")]
    [TestCase("""["AAPL",{"symbol":"IBM","enabled":"false"}]""", Description = "a guess would trade what was meant to be off")]
    [TestCase("""["AAPL",{"symbol":"IBM","enabled":0}]""")]
    [TestCase("""["AAPL",{"symbol":"IBM","enabled":null}]""")]
    [TestCase("""["AAPL",{"symbol":"IBM","enabled":[]}]""")]
    [TestCase("""{"symbols":[{"symbol":"IBM","enabled":false}]}""")]
    public void Parse_AnythingElse_IsRefused(string json) => Assert.Throws<FormatException>(() => Parse(json));

    [Test]
    public void Parse_ItemSwitchedOff_IsNobodysConcern() =>
        Assert.That(Parse("""[{"symbol":"AAPL","enabled":true},{"symbol":"AAPL240119C00190000","enabled":false}]"""), Is.EqualTo(new[] { "AAPL" }));

    [Test]
    public void Parse_AsManyAsAreAllowed_AreReadAndOneMoreIsNot()
    {
        static string List(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(number => $"\"S{number}\""))}]";
        Assert.That(Parse(List(UniverseResponse.MaxSymbols)), Has.Count.EqualTo(UniverseResponse.MaxSymbols));
        Assert.Throws<FormatException>(() => Parse(List(UniverseResponse.MaxSymbols + 1)));
    }

    [Test]
    public void Parse_TooLong_IsRefused() => Assert.Throws<FormatException>(() => Parse("""["AAPL"]""" + new string(' ', UniverseResponse.MaxBytes)));

    [Test]
    public void Parse_AnyBytes_AreReadOrRefused()
    {
        var random = new Random(3);
        var whole = Encoding.UTF8.GetBytes("""{"symbols":[{"symbol":"AAPL","enabled":false},"BRK.B"]}""");
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var change = random.Next(3); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            Assert.That(Outcome(bytes), Is.Null.Or.TypeOf<FormatException>());
        }
    }

    private static Exception? Outcome(byte[] bytes)
    {
        try
        {
            Assert.That(UniverseResponse.Parse(bytes), Is.All.Matches<string>(symbol => SymbolGrammar.IsValid(symbol)));
            return null;
        }
        catch (Exception exception) when (exception is not AssertionException)
        {
            return exception;
        }
    }

    private static IReadOnlyList<string> Parse(string json) => UniverseResponse.Parse(Encoding.UTF8.GetBytes(json));
}
