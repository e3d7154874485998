using System.Text;
using System.Text.Json;
using Torghut.Testing;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>Every route of the served OpenAPI document, called on the running service: what comes back is documented, and every error is a problem.</summary>
public sealed class ApiWalkTests
{
    private static readonly string[] Texts = ["/metrics", "/trading/metrics"];

    [Test]
    public async Task Document_EveryRouteCalled_AnswersAsDocumented()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        var hash = await stack.QueryAsync<string>("SELECT decision_hash FROM trade_decisions");
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{stack.Environment["TRADING_PORT"]}") };
        using var document = JsonDocument.Parse(await http.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
        var called = 0;
        foreach (var path in document.RootElement.GetProperty("paths").EnumerateObject())
        {
            foreach (var operation in path.Value.EnumerateObject())
            {
                var route = path.Name.Replace("{id}", operation.Name == "get" ? hash : "nobody", StringComparison.Ordinal)
                    .Replace("{name}", "nobody", StringComparison.Ordinal);
                var secured = operation.Value.TryGetProperty("security", out var security);
                foreach (var token in secured ? new[] { null, "wrong", Token(security) } : [null])
                {
                    var status = await CallAsync(http, operation, path.Name, route, token);
                    if (secured && token is null or "wrong")
                    {
                        Assert.That(status, Is.EqualTo(401), $"{operation.Name} {route} without its token");
                    }
                    else if (!secured)
                    {
                        Assert.That(status, Is.EqualTo(200), $"{operation.Name} {route}");
                    }

                    called++;
                }
            }
        }

        Assert.That(called, Is.GreaterThan(20));
        Assert.That(await Promtool.CheckAsync(await stack.TextAsync("/metrics")), Is.Empty);
    }

    [TestCase("/trading/decisions?limit=501", 400, "bad_query")]
    [TestCase("/trading/decisions?limit=0", 400, "bad_query")]
    [TestCase("/trading/executions?colour=red", 400, "bad_query")]
    [TestCase("/trading/executions?since=yesterday", 400, "bad_query")]
    [TestCase("/trading/decisions?cursor=x", 400, "bad_query")]
    [TestCase("/trading/decisions/nobody/explain", 404, "decision_not_found")]
    [TestCase("/nowhere", 404, "no_such_route")]
    [TestCase("/trading/executions?since=06/02/2026", 400, "bad_query")]
    [TestCase("/trading/emergency-stop", 405, "method_not_allowed")]
    public async Task Error_Get_IsAProblem(string path, int status, string type)
    {
        var stack = await SharedAsync();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{stack.Environment["TRADING_PORT"]}{path}"));
        var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.That(((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, body.GetProperty("type").GetString(), body.GetProperty("status")
            .GetInt32()),
            Is.EqualTo((status, "application/problem+json", "urn:torghut:problem:" + type, status)));
    }

    [TestCase("POST", "/trading/status", 405, null, "")]
    [TestCase("POST", "/trading/rearm", 415, "text/plain", "{}")]
    [TestCase("POST", "/trading/rearm", 413, "application/json", "huge")]
    [TestCase("POST", "/trading/strategies/dip/resume", 403, "application/json", "{}")]
    public async Task Error_OtherThanGet_IsAProblem(string method, string path, int status, string? contentType, string body)
    {
        var stack = await SharedAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri($"http://127.0.0.1:{stack.Environment["TRADING_PORT"]}{path}"));
        request.Headers.Add("Authorization", "Bearer " + (status == 403 ? TradingStack.OperatorToken : TradingStack.RearmToken));
        if (contentType is not null)
        {
            request.Content = new StringContent(body == "huge" ? new string(' ', 5_000) : body, Encoding.UTF8, contentType);
        }

        using var answer = await http.SendAsync(request);
        Assert.That(((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType), Is.EqualTo((status, "application/problem+json")));
        if (status == 405)
        {
            Assert.That(answer.Content.Headers.Allow, Is.EqualTo(new[] { "GET" }));
        }
    }

    /// <summary>One address that asks without end is slowed down; probes and a stop are answered all the same.</summary>
    [Test]
    public async Task Requests_MoreThanOneAddressMay_AreRefusedWithAWaitAndAStopIsNot()
    {
        await using var stack = await TradingStack.CreateAsync();
        stack.Environment["TORGHUT_HTTP_REQUESTS_PER_SECOND"] = "1";
        await stack.LaunchAndListenAsync();
        using var http = new HttpClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => http.GetAsync(stack.Url("/openapi.json"))));
        var refused = answers.Where(answer => (int)answer.StatusCode == 429).ToList();
        Assert.That(refused, Is.Not.Empty);
        Assert.That(refused.Select(answer => answer.Headers.RetryAfter?.Delta), Is.All.GreaterThanOrEqualTo(TimeSpan.FromSeconds(1)));
        Assert.That(refused.Select(answer => answer.Content.Headers.ContentType?.MediaType), Is.All.EqualTo("application/problem+json"));
        Assert.That((await stack.GetAsync("/healthz")).Status, Is.EqualTo(200));
        var stop = await stack.PostAsync("/trading/emergency-stop", TradingStack.OperatorToken, new { reason = "drill", actor = "tester" });
        Assert.That(stop.Status, Is.EqualTo(202));
        Array.ForEach(answers, answer => answer.Dispose());
    }

    [Test]
    public async Task Host_OfAnotherSite_IsRefused()
    {
        var stack = await SharedAsync();
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"http://127.0.0.1:{stack.Environment["TRADING_PORT"]}/trading/status"));
        request.Headers.Host = "attacker.example";
        using var answer = await http.SendAsync(request);
        Assert.That((int)answer.StatusCode, Is.EqualTo(400));
        Assert.That(answer.Headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }));
    }

    [Test]
    [Category("Long")]
    public async Task Autonomy_EmptyThenTraded_ThroughputReasonsGo()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        var before = (await stack.GetAsync("/trading/autonomy")).Body;
        Assert.That(Reasons(before), Does.Contain("no_decisions_in_window").And.Contain("no_trades_in_window").And.Contain("no_signal_window_detected"));
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.MarkAsync();
        var after = (await stack.GetAsync("/trading/autonomy")).Body;
        Assert.That(Reasons(after), Is.Empty);
        Assert.That(after.GetProperty("promotable").GetBoolean(), Is.False, "gates without evidence do not hold");
        Assert.That((await stack.GetAsync("/trading/llm-evaluation")).Body.GetProperty("totals").GetProperty("reviews").GetInt64(), Is.Zero);
    }

    private static TradingStack? _shared;

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_shared is not null)
        {
            await _shared.DisposeAsync();
        }
    }

    private static async Task<TradingStack> SharedAsync()
    {
        if (_shared is not null)
        {
            return _shared;
        }

        _shared = await TradingStack.CreateAsync();
        await _shared.StartAsync();
        return _shared;
    }

    private static IEnumerable<string?> Reasons(JsonElement report) => report.GetProperty("throughput").GetProperty("reasons").EnumerateArray()
        .Select(reason => reason.GetString());

    private static string Token(JsonElement security) => security[0].TryGetProperty("operator", out _) ? TradingStack.OperatorToken : TradingStack.RearmToken;

    private static async Task<int> CallAsync(HttpClient http, JsonProperty operation, string path, string route, string? token)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), new Uri(route, UriKind.Relative));
        if (operation.Name == "post")
        {
            request.Content = new StringContent("""{"reason":"walk","actor":"tester"}""", Encoding.UTF8, "application/json");
        }

        if (token is not null)
        {
            request.Headers.Add("Authorization", "Bearer " + token);
        }

        using var answer = await http.SendAsync(request);
        var status = (int)answer.StatusCode;
        var text = await answer.Content.ReadAsStringAsync();
        var where = $"{operation.Name} {route} answered {status}: {text}";
        Assert.That(operation.Value.GetProperty("responses")
            .TryGetProperty(status.ToString(System.Globalization.CultureInfo.InvariantCulture), out var response), Is.True, where + " is not documented");
        if (response.TryGetProperty("$ref", out _))
        {
            Assert.That(answer.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"), where);
            Assert.That(JsonDocument.Parse(text).RootElement.GetProperty("status").GetInt32(), Is.EqualTo(status), where);
        }
        else if (!Texts.Contains(path))
        {
            Assert.That(() => JsonDocument.Parse(text), Throws.Nothing, where);
        }

        return status;
    }
}
