using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Sandbox.ClickHouse;
using Torghut.Testing;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>The routes of bars and signals on the running service: what comes back, and that nothing that anyone sends is more than a refusal.</summary>
[NonParallelizable]
public sealed class TaApiTests
{
    private const string Root = "/api/torghut/ta";
    private const string Day = "day=2013-10-08";

    private static readonly DateTimeOffset Start = new(2013, 10, 8, 13, 30, 0, TimeSpan.Zero);

    private static readonly string[] Hostile =
    [
        "'", "\"", "\\", "%00", "%0a%0d", "%ff%fe", "1;DROP TABLE ta_microbars", "' OR 1=1 --", "{symbol:String}", "-1", "0", "99999999999999999999", "1e309",
        "NaN", "null", "undefined", "<script>alert(1)</script>", "../../etc/passwd", "%F0%9F%92%A3", "A,B", "2013-10-08T13:30:00Z'", "2013-02-30", "0001-01-01",
        "9999-12-31", "=cmd|'/c calc'!A1", "9223372036854775807", "1.1.1", "9223372036854775807~9223372036854775807", new('9', 600), new('A', 2000),
    ];

    private string _folder = "";
    private ClickHouseServer _server = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartInfrastructure()
    {
        _folder = Directory.CreateTempSubdirectory("torghut-ops-ta-").FullName;
        _server = await ClickHouseServer.StartAsync(new ClickHouseOptions { DataDirectory = _folder }, NullLoggerFactory.Instance, CancellationToken.None);
        using var client = ClickHouseClient.Create(new ClickHouseClientSettings { Endpoint = _server.BaseAddress }, TimeProvider.System);
        await TaTables.CreateAsync(client);
        await TaTables.InsertBarsAsync(
            client, Enumerable.Range(0, 3000).Select(second => new TaRow("AAPL", Start.ToUnixTimeSeconds() + second, 0, [1, 3, 0.5, 2, 10, 1.5, 4])));
        _ops = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["TA_CLICKHOUSE_URL"] = _server.BaseAddress.ToString(),
            ["OPS_TA_QUERY_SECONDS"] = "60",
            ["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "100000",
        });
    }

    [OneTimeTearDown]
    public async Task StopInfrastructure()
    {
        await _ops.DisposeAsync();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Bars_OfADay_AreJsonAndAFileWithTheSameRows()
    {
        var (status, body, contentType) = await _ops.GetAsync($"{Root}/bars?symbol=AAPL&{Day}");
        Assert.That((status, contentType), Is.EqualTo((200, "application/json")), body);
        using var json = JsonDocument.Parse(body);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText().Trim('[', ']')).ToArray();
        Assert.That(json.RootElement.GetProperty("step").GetInt32(), Is.EqualTo(5), "The finest that gives 2,000 rows at most.");
        Assert.That(rows, Has.Length.EqualTo(600).And.All.EndsWith(",1,3,0.5,2,50,1.5,20"));
        var file = await _ops.GetAsync($"{Root}/bars?symbol=AAPL&{Day}&format=csv");
        Assert.That(file.Body.Split("\r\n"), Is.EqualTo((string[])["t,o,h,l,c,v,vwap,count", .. rows, ""]));
    }

    [Test]
    public async Task Answers_Known_AreNotSentTwiceAndAreCompressed()
    {
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = _ops.Address };
        using var first = await GetAsync(http, null);
        Assert.That(first.Content.Headers.ContentEncoding, Is.EqualTo(new[] { "br" }));
        Assert.That(first.Headers.CacheControl!.ToString(), Is.EqualTo("no-cache"));
        using var second = await GetAsync(http, first.Headers.ETag!.ToString());
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.NotModified));
        Assert.That(await second.Content.ReadAsByteArrayAsync(), Is.Empty);
    }

    [Test]
    public async Task Bars_MoreThanTheLimit_NameTheNextPageInTheAnswerAndItsHead()
    {
        using var http = new HttpClient { BaseAddress = _ops.Address };
        using var response = await http.GetAsync(new Uri($"{Root}/bars?symbol=AAPL&{Day}&step=1&limit=10&format=csv", UriKind.Relative));
        var link = response.Headers.GetValues("Link").Single();
        Assert.That(link, Does.EndWith(">; rel=\"next\"").And.StartWith($"<{Root}/bars?symbol=AAPL&day=2013-10-08&step=1&limit=10&format=csv&cursor="));
        var next = await _ops.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Assert.That(next.Body.Split("\r\n")[1], Does.StartWith($"{Start.ToUnixTimeSeconds() + 10},"));
    }

    [Test]
    public async Task Calendar_OfAHalfDayAndAHoliday_SaysWhatTheyAre()
    {
        var (status, body, _) = await _ops.GetAsync("/api/torghut/calendar?from=2013-11-28&to=2013-11-30");
        Assert.That(status, Is.EqualTo(200), body);
        using var json = JsonDocument.Parse(body);
        Assert.That(json.RootElement.GetProperty("zone").GetString(), Is.EqualTo("America/New_York"));
        Assert.That(
            json.RootElement.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("session").GetProperty("kind").GetString()),
            Is.EqualTo(new[] { "holiday", "early_close", "weekend" }));
        Assert.That(
            (await _ops.GetAsync("/api/torghut/calendar?from=2013-11-29&to=2013-11-29&format=csv")).Body,
            Does.Contain("2013-11-29,2013-11-29T05:00:00Z,2013-11-30T05:00:00Z,2013-11-29T14:30:00Z,2013-11-29T18:00:00Z,early_close,"));
    }

    [Test]
    public async Task Ticks_OfASecondWithoutABar_SayThatThereIsNone()
    {
        var (status, body, _) = await _ops.GetAsync($"{Root}/ticks?symbol=AAPL&at={Start.ToUnixTimeSeconds() - 1}");
        Assert.That(status, Is.EqualTo(200), body);
        Assert.That(body, Does.Contain("\"complete\":false").And.Contain("there is no bar of that second"));
    }

    /// <summary>Every parameter of every route, with each of these texts.</summary>
    [Test]
    public async Task Query_Hostile_IsAProblemAndNeverAFault()
    {
        (string Route, string Usual, string[] Parameters)[] routes =
        [
            ($"{Root}/bars", $"symbol=AAPL&{Day}", ["symbol", "from", "to", "day", "step", "limit", "cursor", "format", "unknown"]),
            ($"{Root}/signals", $"symbol=AAPL&{Day}", ["symbol", "from", "to", "day", "step", "limit", "cursor", "format", "unknown"]),
            ($"{Root}/latest", "", ["symbol", "format", "unknown"]),
            ($"{Root}/ticks", "symbol=AAPL&at=1381239000", ["symbol", "at", "format", "unknown"]),
            ($"{Root}/stream", "symbols=AAPL", ["symbols", "lastEventId", "unknown"]),
            ("/api/torghut/calendar", "from=2013-11-28&to=2013-11-30", ["from", "to", "format", "unknown"]),
        ];
        foreach (var (route, usual, parameters) in routes)
        {
            foreach (var parameter in parameters)
            {
                foreach (var text in Hostile)
                {
                    var others = usual.Split('&', StringSplitOptions.RemoveEmptyEntries)
                        .Where(pair => !pair.StartsWith($"{parameter}=", StringComparison.Ordinal));
                    var value = text.StartsWith('%') ? text : Uri.EscapeDataString(text);
                    await CheckAsync($"{route}?{string.Join('&', others.Append($"{parameter}={value}"))}", parameter, text);
                }
            }
        }
    }

    /// <summary>What is off the grammar by a little, where a 400 is certain and names the parameter.</summary>
    [TestCase($"{Root}/bars?{Day}", "symbol")]
    [TestCase($"{Root}/bars?symbol=AAPL", "from")]
    [TestCase($"{Root}/bars?symbol=AAPL&from=2013-10-01T00:00:00Z&to=2013-10-09T00:00:01Z", "to")]
    [TestCase($"{Root}/signals?symbol=AAPL&{Day}&step=86401", "step")]
    [TestCase($"{Root}/signals?symbol=AAPL&{Day}&limit=25001", "limit")]
    [TestCase($"{Root}/latest?symbol=aapl", "symbol")]
    [TestCase($"{Root}/ticks?symbol=AAPL", "at")]
    [TestCase($"{Root}/ticks?symbol=AAPL&at=946684799", "at")]
    [TestCase($"{Root}/stream", "symbols")]
    [TestCase($"{Root}/stream?symbols=A&lastEventId=1-2-3", "lastEventId")]
    [TestCase("/api/torghut/calendar?from=2013-01-01&to=2014-03-01", "to")]
    [TestCase("/api/torghut/calendar?from=2013-01-01&to=2013-01-02&day=2013-01-01", "day")]
    public async Task Query_OutsideItsBounds_NamesTheParameter(string path, string parameter)
    {
        var (status, body, contentType) = await _ops.GetAsync(path);
        Assert.That((status, contentType), Is.EqualTo((400, "application/problem+json")), body);
        Assert.That(JsonDocument.Parse(body).RootElement.GetProperty("parameter").GetString(), Is.EqualTo(parameter));
    }

    [Test]
    public async Task Store_AwayOrNotConfigured_IsNamed()
    {
        await using var away = await RunningOps.StartAsync(new Dictionary<string, string>
        {
            ["TA_CLICKHOUSE_URL"] = $"http://127.0.0.1:{ServiceProcess.FreePort()}/",
        });
        await using var none = await RunningOps.StartAsync(new Dictionary<string, string>());
        foreach (var route in new[] { $"bars?symbol=AAPL&{Day}", $"signals?symbol=AAPL&{Day}&step=60", "latest", "ticks?symbol=AAPL&at=1381239000" })
        {
            await IsAwayAsync(away, route, "clickhouse", null);
            await IsAwayAsync(none, route, "clickhouse", "TA_CLICKHOUSE_URL");
        }

        await IsAwayAsync(none, "stream?symbols=AAPL", "kafka", "KAFKA_BOOTSTRAP");
        Assert.That((await none.GetAsync("/metrics")).Body, Does.Contain("torghut_ops_reads_total{route=\"/api/torghut/ta/bars\",outcome=\"store_away\"} 1"));
    }

    private static async Task IsAwayAsync(RunningOps ops, string route, string cause, string? key)
    {
        var (status, body, contentType) = await ops.GetAsync($"{Root}/{route}");
        Assert.That((status, contentType), Is.EqualTo((503, "application/problem+json")), $"{route}: {body}");
        using var problem = JsonDocument.Parse(body);
        Assert.That(problem.RootElement.GetProperty("cause").GetString(), Is.EqualTo(cause), route);
        Assert.That(problem.RootElement.GetProperty("seen").GetString(), Is.Not.Empty);
        Assert.That(problem.RootElement.TryGetProperty("key", out var named) ? named.GetString() : null, Is.EqualTo(key), route);
    }

    private static Task<HttpResponseMessage> GetAsync(HttpClient http, string? known)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Root}/bars?symbol=AAPL&{Day}", UriKind.Relative));
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        if (known is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", known);
        }

        return http.SendAsync(request);
    }

    /// <summary>Two of the texts mean something to the stream, whose brokers this test has not.</summary>
    private async Task CheckAsync(string path, string parameter, string text)
    {
        var (status, body, contentType) = await _ops.GetAsync(path);
        var hasMeaning = (parameter, text) is ("symbols", "A,B") or ("lastEventId", "9223372036854775807~9223372036854775807");
        Assert.That(status, Is.EqualTo(hasMeaning ? 503 : 400), $"{path}: {body}");
        Assert.That(contentType, Is.EqualTo("application/problem+json"), path);
        Assert.That(!body.Contains("DROP", StringComparison.Ordinal), Is.True, "A problem does not repeat what came.");
    }
}
