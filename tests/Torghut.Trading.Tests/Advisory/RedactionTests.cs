using System.Text;
using Torghut.Trading.Advisory;

namespace Torghut.Trading.Tests.Advisory;

/// <summary>A key that an endpoint sends back is in no byte that is stored, however it is written.</summary>
public sealed class RedactionTests
{
    private const string Key = "sk-marked/key-01";

    private static readonly ProviderOptions Options = new() { ApiKey = Key, SelfHostedApiKey = "other-key-of-the-test" };

    private static IEnumerable<TestCaseData> Written =>
    [
        new TestCaseData(Key).SetArgDisplayNames("as it is"),
        new TestCaseData("other-key-of-the-test").SetArgDisplayNames("the other endpoint's"),
        new TestCaseData(Key.Replace("/", "\\/", StringComparison.Ordinal)).SetArgDisplayNames("with an escaped slash"),
        new TestCaseData(Escaped("\\u", "x4")).SetArgDisplayNames("escaped"),
        new TestCaseData(Escaped("\\u", "X4")).SetArgDisplayNames("escaped in capitals"),
        new TestCaseData(Key[..5] + Escaped("\\u", "x4")[30..]).SetArgDisplayNames("half escaped"),
        new TestCaseData(Escaped("\\\\u", "x4")).SetArgDisplayNames("escaped in the answer"),
        new TestCaseData(Escaped("\\u005cu", "x4")).SetArgDisplayNames("escaped by an escaped backslash"),
        new TestCaseData(Escaped("\\\\\\\\u", "x4")).SetArgDisplayNames("escaped in JSON in the answer"),
        new TestCaseData(Key + Key).SetArgDisplayNames("twice"),
    ];

    [TestCaseSource(nameof(Written))]
    public void Apply_Key_IsStruckOutHoweverItIsWritten(string written)
    {
        var body = $"{{\"m\":\"you sent {written}.\"}}";
        var struck = Text(Redaction.Apply(new ProviderReply(null, 200, Encoding.UTF8.GetBytes(body)), Options));
        Assert.That(struck.TrimEnd(), Is.EqualTo("{\"m\":\"you sent ***.\"}"));
        Assert.That(struck, Has.Length.EqualTo(body.Length), "what was cut off for its length stays so");
    }

    [TestCase("{\"m\":\"nothing of it, \\u00e9 \\n\"}")]
    [TestCase("broken \\u00zz \\u12 \\")]
    [TestCase("\\")]
    [TestCase("")]
    public void Apply_NoKey_IsLeftAsItIs(string body)
    {
        var reply = new ProviderReply(null, 200, Encoding.UTF8.GetBytes(body));
        Assert.That(Redaction.Apply(reply, Options), Is.SameAs(reply));
    }

    private static string Escaped(string prefix, string format) =>
        string.Concat(Key.Select(letter => prefix + ((int)letter).ToString(format, System.Globalization.CultureInfo.InvariantCulture)));

    private static string Text(ProviderReply reply) => Encoding.UTF8.GetString(reply.Body.Span);
}
