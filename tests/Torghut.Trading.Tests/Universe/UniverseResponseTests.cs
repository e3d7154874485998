using System.Text.Json;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Tests.Universe;

public sealed class UniverseResponseTests
{
    [TestCase("""["AAPL","MSFT","AAPL"]""")]
    [TestCase("""{"symbols":["AAPL","MSFT"]}""")]
    [TestCase("""{"symbols":[{"symbol":"AAPL"},{"symbol":"MSFT","enabled":true},{"symbol":"IBM","enabled":false}]}""")]
    public void Read_KnownShapes_Symbols(string json) => Assert.That(Read(json), Is.EqualTo(new[] { "AAPL", "MSFT" }));

    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("""["aapl"]""")]
    [TestCase("""["A B"]""")]
    public void Read_AnythingElse_Refused(string json) => Assert.That(() => Read(json), Throws.InstanceOf<JsonException>());

    private static IReadOnlyList<string> Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return UniverseResponse.Read(document.RootElement);
    }
}
