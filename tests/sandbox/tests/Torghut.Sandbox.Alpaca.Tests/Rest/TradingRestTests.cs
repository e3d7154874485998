using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>The trading interface over HTTP: status codes, bodies, lists.</summary>
public sealed class TradingRestTests : SimulatorTestBase
{
    private const string Far = """{"symbol":"AAPL","side":"buy","qty":1,"type":"limit","limit_price":"1","time_in_force":"gtc"}""";

    [Test]
    public async Task Order_RoundTrip_IsFilledAndShown()
    {
        await StartAsync(Synthetic);
        var (status, order) = await OrderAsync("""{"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"day","client_order_id":"c1"}""");
        Assert.That((status, order!["status"]!.ToString(), order["qty"]!.ToString()), Is.EqualTo((200, "pending_new", "3")));
        var filled =
            await Eventually.ReadsAsync(() => GetAsync("/v2/orders:by_client_order_id?client_order_id=c1"), o => o["status"]!.ToString() == "filled", "a fill");
        Assert.That(filled["id"]!.ToString(), Is.EqualTo(order["id"]!.ToString()));
        var position = await GetAsync("/v2/positions/AAPL");
        Assert.That((position["qty"]!.ToString(), position["avg_entry_price"]!.ToString()), Is.EqualTo(("3", filled["filled_avg_price"]!.ToString())));
        Assert.That((await LedgerAsync("request")).Single()["client_order_id"]!.ToString(), Is.EqualTo("c1"));
        Assert.That((await LedgerAsync("execution")).Single()["qty"]!.ToString(), Is.EqualTo("3"));

        var (closed, response) = await SendAsync(HttpMethod.Delete, "/v2/positions");
        Assert.That((closed, (int)response![0]!["status"]!), Is.EqualTo((207, 200)));
        await Eventually.HoldsAsync(async () => (await GetAsync("/v2/positions")).AsArray().Count == 0, "no position");
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/positions/AAPL")).Body!.ToJsonString(),
            Is.EqualTo("""{"code":40410000,"message":"position does not exist"}"""));
    }

    [Test]
    public async Task Request_WithoutCredentials_IsUnauthorized()
    {
        await StartAsync(Synthetic);
        using var unauthorised = new HttpClient { BaseAddress = Simulator.BaseAddress };
        var trading = await unauthorised.GetAsync("/v2/account");
        var data = await unauthorised.GetAsync("/v2/stocks/AAPL/bars?timeframe=1Min");
        Assert.That(((int)trading.StatusCode, await trading.Content.ReadAsStringAsync()), Is.EqualTo((401, """{"message":"unauthorized."}""")));
        Assert.That(((int)data.StatusCode, await data.Content.ReadAsStringAsync()), Is.EqualTo((403, """{"message":"forbidden."}""")));
    }

    [Test]
    public async Task Refusal_Body_HasCodeAndMessage()
    {
        await StartAsync(Synthetic);
        await OrderAsync(Far.Replace("\"gtc\"", "\"gtc\",\"client_order_id\":\"twice\"", StringComparison.Ordinal));
        var (status, body) = await OrderAsync(Far.Replace("\"gtc\"", "\"gtc\",\"client_order_id\":\"twice\"", StringComparison.Ordinal));
        Assert.That((status, body!.ToJsonString()), Is.EqualTo((422, """{"code":42210000,"message":"client_order_id must be unique"}""")));
        Assert.That((await OrderAsync("{not json")).Status, Is.EqualTo(400));
        Assert.That((await LedgerAsync("answer")).Select(a => (int)a["status"]!), Is.EqualTo(new[] { 200, 422, 400 }));
    }

    [Test]
    public async Task Orders_List_FollowsItsFilters()
    {
        await StartAsync(Synthetic);
        var ids = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            ids.Add((await OrderAsync(Far)).Body!["id"]!.ToString());
        }

        await Eventually.HoldsAsync(async () => (await GetAsync("/v2/orders")).AsArray().All(o => o!["status"]!.ToString() == "new"), "new orders");
        Assert.That((await SendAsync(HttpMethod.Delete, $"/v2/orders/{ids[0]}")).Status, Is.EqualTo(204));
        Assert.That((await SendAsync(HttpMethod.Delete, $"/v2/orders/{ids[0]}")).Status, Is.EqualTo(200), "Cancelling again succeeds.");
        Assert.That(await Ids("/v2/orders"), Is.EqualTo(new[] { ids[3], ids[2], ids[1] }));
        Assert.That(await Ids("/v2/orders?status=closed"), Is.EqualTo(new[] { ids[0] }));
        Assert.That(await Ids("/v2/orders?status=all&limit=2&direction=asc"), Is.EqualTo(new[] { ids[0], ids[1] }));
        Assert.That(await Ids("/v2/orders?symbols=IBM"), Is.Empty);
        Assert.That(await Ids($"/v2/orders?after_order_id={ids[1]}"), Is.EqualTo(new[] { ids[3], ids[2] }));
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/orders?status=some")).Status, Is.EqualTo(422));
        var (status, canceled) = await SendAsync(HttpMethod.Delete, "/v2/orders");
        Assert.That((status, canceled!.AsArray().Count), Is.EqualTo((207, 3)));
        Assert.That(await Ids("/v2/orders"), Is.Empty);
    }

    [Test]
    public async Task RateLimit_Exceeded_Answers429WithHeaders()
    {
        await StartAsync(Synthetic with { RequestsPerMinute = 2, Time = new FixedTime() });
        var statuses = new List<(int, string)>();
        for (var i = 0; i < 3; i++)
        {
            using var response = await Http.GetAsync("/v2/account");
            statuses.Add(((int)response.StatusCode, response.Headers.GetValues("X-RateLimit-Remaining").Single()));
        }

        Assert.That(statuses, Is.EqualTo(new[] { (200, "1"), (200, "0"), (429, "0") }));
    }

    [Test]
    public async Task Calendar_Span_ListsTradingDays()
    {
        await StartAsync(Synthetic);
        var days = (await GetAsync("/v2/calendar?start=2013-11-27&end=2013-12-01")).AsArray();
        Assert.That(days.Select(d => $"{d!["date"]} {d["open"]}-{d["close"]} {d["session_open"]}-{d["session_close"]}"), Is.EqualTo(new[]
        {
            "2013-11-27 09:30-16:00 0400-2000", "2013-11-29 09:30-13:00 0400-2000",
        }));
    }

    [Test]
    public async Task Assets_ByNameAndId_AreTheSame()
    {
        await StartAsync(Synthetic);
        var asset = await GetAsync("/v2/assets/AAPL");
        Assert.That((await GetAsync($"/v2/assets/{asset["id"]}")).ToJsonString(), Is.EqualTo(asset.ToJsonString()));
        Assert.That((await GetAsync("/v2/assets")).AsArray().Select(a => a!["symbol"]!.ToString()), Is.EqualTo(new[] { "AAPL", "IBM" }));
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/assets/ZZZZ")).Status, Is.EqualTo(404));
    }

    [Test]
    public async Task Ledger_DataDirectory_IsAlsoAFileOfLines()
    {
        var folder = Directory.CreateTempSubdirectory("torghut-ledger-");
        try
        {
            await StartAsync(Synthetic with { DataDirectory = folder.FullName });
            await OrderAsync(Far);
            await Eventually.HoldsAsync(async () => (await LedgerAsync("order_event")).Any(e => e["event"]!.ToString() == "new"), "a new order");
            var shown = (await GetAsync("/_sim/ledger"))["entries"]!.AsArray().Select(e => e!.ToJsonString()).ToArray();
            await Stop();
            var written = File.ReadAllLines(Path.Combine(folder.FullName, "ledger.jsonl"))
                .Select(l => System.Text.Json.Nodes.JsonNode.Parse(l)!.ToJsonString());
            Assert.That(written, Is.EqualTo(shown));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string[]> Ids(string path) => [.. (await GetAsync(path)).AsArray().Select(o => o!["id"]!.ToString())];

    /// <summary>Timers run, but the wall clock stands, so that no minute ends in the middle of a test.</summary>
    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 4, 6, 14, 0, 0, TimeSpan.Zero);
    }
}
