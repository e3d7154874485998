using System.Text;
using System.Text.Json;
using Torghut.Common.Universe;
using Torghut.Contracts.Market;
using Torghut.Ops.Symbols;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests;

public sealed class SymbolsApiTests
{
    private const string Route = "/api/torghut/symbols";
    private string _folder = "";

    private Dictionary<string, string> Keys => new() { ["OPS_SYMBOLS_FILE"] = Path.Combine(_folder, "symbols.json"), ["OPS_STATIC_SYMBOLS"] = "SPY,AAPL" };

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("torghut-ops-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task Symbols_Change_IsVisibleStoredAndAudited()
    {
        await using (var ops = await RunningOps.StartAsync(Keys))
        {
            Assert.That((await ops.GetAsync(Route)).Body, Is.EqualTo("""{"symbols":["AAPL","SPY"]}"""));
            var response = await ops.PostAsync(Route, """{"symbols":["msft"],"actor":"ann","reason":"new strategy"}""");
            await ops.PostAsync(Route, """{"symbols":["SPY"],"enabled":false,"actor":"ann","reason":"test"}""");
            Assert.Multiple(async () =>
            {
                Assert.That((response.Status, response.Body), Is.EqualTo((200, """{"symbols":["AAPL","MSFT","SPY"],"changed":["MSFT"]}""")));
                Assert.That((await ops.GetAsync(Route)).Body, Is.EqualTo("""{"symbols":["AAPL","MSFT"]}"""));
                Assert.That((await ops.GetAsync(Route + "?full=1")).Body, Does.Contain("""{"symbol":"SPY","enabled":false,"""));
                Assert.That((await ops.GetAsync(Route + "?format=full")).Body, Does.Contain("""{"symbol":"SPY","enabled":false,"""));
                Assert.That((await ops.GetAsync(Route + "?format=half")).Status, Is.EqualTo(400));
                Assert.That((await ops.GetAsync("/metrics")).Body,
                    Does.Contain("torghut_ops_symbols 2").And.Contain("torghut_ops_symbol_changes_total{outcome=\"applied\"} 2"));
            });
            await Eventually.HoldsAsync(() => ops.Process.Output.Contains("AUDIT symbol universe changed by ann", StringComparison.Ordinal), "the audit line");
            Assert.That(ops.Process.Output, Does.Contain("new strategy").And.Not.Contain(RunningOps.Token));
        }

        await using var again = await RunningOps.StartAsync(Keys);
        Assert.That((await again.GetAsync(Route)).Body, Is.EqualTo("""{"symbols":["AAPL","MSFT"]}"""));
    }

    [TestCase("")]
    [TestCase("?full=1", Category = "Long")]
    public async Task Symbols_AsTheForwarderAndTradingReadThem_AreTheEnabledOnes(string query)
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        await ops.PostAsync(Route, """{"symbols":["BRK.B","BTC/USD","A123456789012345"],"actor":"ann","reason":"test"}""");
        await ops.PostAsync(Route, """{"symbols":["SPY"],"enabled":false,"actor":"ann","reason":"test"}""");
        var body = Encoding.UTF8.GetBytes((await ops.GetAsync(Route + query)).Body);
        Assert.That(UniverseResponse.Parse(body), Is.EqualTo(new[] { "A123456789012345", "AAPL", "BRK.B", "BTC/USD" }));
    }

    [Test]
    public void Symbols_LargestUniverse_IsWithinWhatItsReadersTake()
    {
        var longest = new string('A', SymbolGrammar.MaxLength);
        var item = JsonSerializer.Serialize(new SymbolEntry(longest, true, DateTimeOffset.MaxValue, new string('x', 200)));
        Assert.That(SymbolUniverse.MaxSymbols, Is.LessThanOrEqualTo(UniverseResponse.MaxSymbols));
        Assert.That(SymbolUniverse.MaxSymbols * (item.Length + longest.Length + 16), Is.LessThan(UniverseResponse.MaxBytes));
    }

    [Test]
    public async Task Symbols_BadRequests_AreProblems()
    {
        await using var ops = await RunningOps.StartAsync(Keys);
        var responses = new[]
        {
            (Expected: 401, Response: await ops.PostAsync(Route, """{"symbols":["MSFT"],"actor":"ann","reason":"test"}""", token: null)),
            (Expected: 401, Response: await ops.PostAsync(Route, """{"symbols":["MSFT"],"actor":"ann","reason":"test"}""", token: "wrong")),
            (Expected: 422, Response: await ops.PostAsync(Route, """{"symbols":["not a symbol"],"actor":"ann","reason":"test"}""")),
            (Expected: 422, Response: await ops.PostAsync(Route, """{"symbols":["MSFT"],"actor":"ann"}""")),
            (Expected: 422, Response: await ops.PostAsync(Route, "no json")),
            (Expected: 422, Response: await ops.PostAsync(Route, """{"symbols":["MSFT"],"actor":"\ud800","reason":"test"}""")),
            (Expected: 422, Response: await ops.PostAsync(Route, """{"symbols":["MSFT"],"actor":"ann","reason":"test","\udfff":1}""")),
            (Expected: 413, Response: await ops.PostAsync(Route, new string(' ', 1 << 20))),
            (Expected: 400, Response: await ops.GetAsync("/api/snapshot?format=pdf")),
        };
        Assert.Multiple(async () =>
        {
            foreach (var (expected, response) in responses)
            {
                Assert.That((response.Status, response.ContentType), Is.EqualTo((expected, "application/problem+json")), response.Body);
            }

            Assert.That((await ops.GetAsync(Route)).Body, Is.EqualTo("""{"symbols":["AAPL","SPY"]}"""));
        });
    }
}
