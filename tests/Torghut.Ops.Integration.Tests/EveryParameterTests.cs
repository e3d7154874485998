using System.Text.Json;

namespace Torghut.Ops.Integration.Tests;

/// <summary>
/// Every parameter of every reading route that the service's own document names, with texts that mean nothing to it. No store is configured: whatever would be
/// asked of one is answered with 503, so that a 400 shows that none would have been asked.
/// </summary>
public sealed class EveryParameterTests
{
    private const string Unknown = "unknown";

    /// <summary>What each route is asked otherwise, and what it then answers. A new route is written here, or the test fails.</summary>
    private static readonly (string Route, string Usual, int Status)[] Table =
    [
        ("/api/torghut/symbols", "", 200),
        ("/api/snapshot", "", 200),
        ("/api/snapshots", "", 200),
        ("/api/snapshots/{id}", "", 404),
        ("/api/torghut/ta/bars", "symbol=AAPL&from=2013-10-08T13:30:00Z&to=2013-10-08T14:30:00Z", 503),
        ("/api/torghut/ta/signals", "symbol=AAPL&from=2013-10-08T13:30:00Z&to=2013-10-08T14:30:00Z", 503),
        ("/api/torghut/ta/latest", "", 503),
        ("/api/torghut/ta/ticks", "symbol=AAPL&at=1381239000", 503),
        ("/api/torghut/ta/stream", "symbols=AAPL,MSFT", 503),
        ("/api/torghut/calendar", "from=2013-11-28&to=2013-11-30", 200),
        ("/api/torghut/trading/strategies", "", 503),
        ("/api/torghut/trading/days", "from=2026-08-03&to=2026-08-04", 503),
        ("/api/torghut/trading/summary", "from=2026-08-03T13:30:00Z&to=2026-08-03T14:30:00Z", 503),
        ("/api/torghut/trading/executions", "from=2026-08-03T13:30:00Z&to=2026-08-03T14:30:00Z", 503),
        ("/api/torghut/trading/decisions", "from=2026-08-03T13:30:00Z&to=2026-08-03T14:30:00Z", 503),
        ("/api/torghut/trading/decisions/{id}", "", 503),
        ("/api/torghut/trading/why", "symbol=AAPL&at=2026-08-03T14:00:00Z", 503),
        ("/api/torghut/backtests", "", 503),
        ("/api/torghut/backtests/{sha256}", "", 503),
    ];

    /// <summary>Ids of the right form, of nothing.</summary>
    private static readonly Dictionary<string, string> Ids = new()
    {
        ["/api/snapshots/{id}"] = "20130101T000000000Z-00000000",
        ["/api/torghut/trading/decisions/{id}"] = "00000000-0000-0000-0000-000000000000",
        ["/api/torghut/backtests/{sha256}"] = new('a', 64),
    };

    /// <summary>Those that may be any printable text: it is a value in a statement, never part of one.</summary>
    private static readonly string[] FreeTexts = ["strategy", "account"];

    /// <summary>Routes that take no notice of what they do not know.</summary>
    private static readonly string[] Lenient = ["/api/snapshot", "/api/snapshots", "/api/snapshots/{id}"];

    private static readonly string[] Hostile =
    [
        "'", "\"", "\\", "%00", "A%00B", "%0a%0d", "%ff%fe", "%F0%9F%92%A3", "1;DROP TABLE executions", "' OR 1=1 --", "{symbol:String}", "$1", "{0}", "-1",
        "00x", "1e3", "1e309", "NaN", "٣", "null", "undefined", "<script>alert(1)</script>", "../../etc/passwd", "=cmd|'/c calc'!A1", "AAPL,", "aapl",
        "2013-02-30", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z", "2013-10-08T13:30:00", "2013-10-08T13:30:00%2B00:00",
        "99999999999999999999", "-9223372036854775809", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "9223372036854775807~1-2-3~9", new('9', 600),
        new('A', 2000),
    ];

    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync() =>
        _ops = await RunningOps.StartAsync(new Dictionary<string, string> { ["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "100000" });

    [OneTimeTearDown]
    public async Task StopAsync() => await _ops.DisposeAsync();

    [Test]
    public async Task Parameter_OfEveryRoute_IsRefusedBeforeAStoreIsAsked()
    {
        var routes = await DocumentedAsync();
        Assert.That(routes.Select(route => route.Route), Is.EquivalentTo(Table.Select(row => row.Route)), "every route of the document is here");
        var checks = 0;
        foreach (var (route, usual, status) in Table)
        {
            await IsAsync(Address(route, usual), status, null);
            var (queries, places) = routes.Single(known => known.Route == route).Parameters;
            foreach (var name in queries)
            {
                foreach (var text in Hostile)
                {
                    await CheckAsync(Address(route, Without(usual, name), $"{name}={Escape(text)}"), name, status);
                    checks++;
                }

                await IsAsync(Address(route, Without(usual, name), $"{name}=1&{name}=1"), 400, name);
            }

            foreach (var text in places.SelectMany(_ => Hostile))
            {
                await IsAsync(Escape(route, text), 400, null);
                checks++;
            }

            if (!Lenient.Contains(route))
            {
                await IsAsync(Address(route, usual, $"{Unknown}=1"), 400, Unknown);
            }
        }

        var parameters = routes.Sum(route => route.Parameters.Queries.Count + route.Parameters.Places.Count);
        await TestContext.Out.WriteLineAsync($"{checks} hostile texts in {parameters} parameters of {routes.Count} routes");
    }

    [TestCase("1-2-3")]
    [TestCase("'")]
    [TestCase("~")]
    [TestCase("99999999999999999999-0~0-0")]
    public async Task LastEventId_AsAHeader_IsRefusedToo(string text)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_ops.Address, "/api/torghut/ta/stream?symbols=AAPL"));
        request.Headers.TryAddWithoutValidation("Last-Event-ID", text);
        using var response = await http.SendAsync(request);
        Assert.That((int)response.StatusCode, Is.EqualTo(400));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
    }

    /// <summary>The reading routes with the names in their query and in their path.</summary>
    private async Task<List<(string Route, (List<string> Queries, List<string> Places) Parameters)>> DocumentedAsync()
    {
        using var document = JsonDocument.Parse((await _ops.GetAsync("/openapi.json")).Body);
        return [.. document.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Value.TryGetProperty("get", out _))
            .Select(path => (path.Name, (NamesIn(path.Value.GetProperty("get"), "query"), NamesIn(path.Value.GetProperty("get"), "path"))))];
    }

    private static List<string> NamesIn(JsonElement operation, string place) => !operation.TryGetProperty("parameters", out var parameters) ? []
        : [.. parameters.EnumerateArray().Where(parameter => parameter.GetProperty("in").GetString() == place)
            .Select(parameter => parameter.GetProperty("name").GetString()!)];

    private static string Address(string route, params IEnumerable<string> query)
    {
        var path = Ids.TryGetValue(route, out var id) ? $"{route[..route.IndexOf('{', StringComparison.Ordinal)]}{id}" : route;
        return $"{path}?{string.Join('&', query.Where(part => part.Length > 0))}";
    }

    private static string Without(string usual, string name) =>
        string.Join('&', usual.Split('&').Where(pair => !pair.StartsWith($"{name}=", StringComparison.Ordinal)));

    private static string Escape(string route, string text) => route[..route.IndexOf('{', StringComparison.Ordinal)] + Escape(text);

    /// <summary>Those with a per cent sign are escaped already, some of them wrongly.</summary>
    private static string Escape(string text) => text.Contains('%', StringComparison.Ordinal) ? text : Uri.EscapeDataString(text);

    private async Task CheckAsync(string path, string name, int usualStatus)
    {
        if (!FreeTexts.Contains(name))
        {
            await IsAsync(path, 400, name);
            return;
        }

        var (status, body, _) = await _ops.GetAsync(path);
        Assert.That(status, Is.AnyOf(400, usualStatus), $"{path}: {body}");
    }

    private async Task IsAsync(string path, int expected, string? named)
    {
        var (status, body, contentType) = await _ops.GetAsync(path);
        Assert.That(status, Is.EqualTo(expected), $"{path}: {body}");
        if (expected >= 400 && body.Length > 0)
        {
            using var problem = JsonDocument.Parse(body);
            Assert.That(contentType, Is.EqualTo("application/problem+json"), path);
            Assert.That(problem.RootElement.GetProperty("detail").GetString(), named is null ? Is.Not.Empty : Does.Contain($"'{named}'"), path);
            Assert.That(body, Does.Not.Contain("DROP").And.Not.Contain("script"), "a problem does not repeat what came");
        }
    }
}
