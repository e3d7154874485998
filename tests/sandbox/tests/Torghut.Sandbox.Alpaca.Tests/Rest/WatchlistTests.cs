using Torghut.Sandbox.Alpaca.Tests.Models;
using Torghut.Sandbox.Alpaca.Tests.Support;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>Watchlists by id and by name.</summary>
public sealed class WatchlistTests : SimulatorTestBase
{
    private const string Path = "/v2/watchlists";

    [SetUp]
    public Task Start() => StartAsync(Synthetic);

    [Test]
    public async Task Watchlist_Created_IsShownById()
    {
        var (status, made) = await SendAsync(HttpMethod.Post, Path, """{"name":"tech","symbols":["AAPL"]}""");
        Assert.That(status, Is.EqualTo(200));
        Assert.That(made!.Missing(RequiredFields.Watchlist), Is.Empty);
        Assert.That(made!["assets"]!.AsArray().SelectMany(a => a!.Missing(RequiredFields.Asset)), Is.Empty);
        var shown = await GetAsync($"{Path}/{made["id"]}");
        Assert.That((shown["name"]!.ToString(), shown["account_id"]!.ToString()), Is.EqualTo(("tech", (await GetAsync("/v2/account"))["id"]!.ToString())));
        var listed = (await GetAsync(Path)).AsArray().Single()!;
        Assert.That((listed["name"]!.ToString(), listed["assets"]), Is.EqualTo(("tech", (System.Text.Json.Nodes.JsonNode?)null)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Watchlist_Changed_KeepsItsId(bool byName)
    {
        var (_, made) = await SendAsync(HttpMethod.Post, Path, """{"name":"a b","symbols":["AAPL"]}""");
        string At(string name, string symbol = "") => byName ? $"{Path}:by_name{symbol}?name={Uri.EscapeDataString(name)}" : $"{Path}/{made!["id"]}{symbol}";
        var (_, added) = await SendAsync(HttpMethod.Post, At("a b"), """{"symbol":"IBM"}""");
        Assert.That(added!["assets"]!.AsArray().Select(a => a!["symbol"]!.ToString()), Is.EqualTo(new[] { "AAPL", "IBM" }));
        var (_, removed) = await SendAsync(HttpMethod.Delete, At("a b", "/AAPL"));
        Assert.That(removed!["assets"]!.AsArray().Select(a => a!["symbol"]!.ToString()), Is.EqualTo(new[] { "IBM" }));
        var (_, renamed) = await SendAsync(HttpMethod.Put, At("a b"), """{"name":"c"}""");
        Assert.That(
            (renamed!["id"]!.ToString(), renamed["name"]!.ToString(), renamed["assets"]!.AsArray().Count),
            Is.EqualTo((made!["id"]!.ToString(), "c", 1)));
        var (_, replaced) = await SendAsync(HttpMethod.Put, At("c"), """{"symbols":["AAPL","IBM","AAPL"]}""");
        Assert.That(replaced!["assets"]!.AsArray(), Has.Count.EqualTo(2));
        Assert.That((await SendAsync(HttpMethod.Get, At("c"))).Status, Is.EqualTo(200));
        Assert.That((await SendAsync(HttpMethod.Delete, At("c"))).Status, Is.EqualTo(204));
        Assert.That((await SendAsync(HttpMethod.Get, At("c"))).Status, Is.EqualTo(404));
    }

    [TestCase("POST", "", """{"name":"taken"}""", 422)]
    [TestCase("POST", "", """{"symbols":["AAPL"]}""", 422)]
    [TestCase("POST", "", """{"name":""}""", 422)]
    [TestCase("POST", "", """{"name":"x","symbols":["ZZZZ"]}""", 422)]
    [TestCase("POST", "", """{"name":"x","symbols":"AAPL"}""", 422)]
    [TestCase("POST", "", """{"name":"x","symbols":[1,null,{}]}""", 422)]
    [TestCase("POST", "", """[]""", 400)]
    [TestCase("GET", "/not-an-id", null, 404)]
    [TestCase("GET", "/00000000-0000-0000-0000-000000000000", null, 404)]
    [TestCase("GET", ":by_name", null, 422)]
    [TestCase("GET", ":by_name?name=none", null, 404)]
    [TestCase("POST", ":by_name?name=taken", """{"symbol":"AAPL"}""", 422)]
    [TestCase("POST", ":by_name?name=taken", """{}""", 422)]
    [TestCase("DELETE", ":by_name/IBM?name=taken", null, 404)]
    [TestCase("DELETE", ":by_name/ZZZZ?name=taken", null, 404)]
    public async Task Request_NotAllowed_IsRefused(string method, string path, string? body, int expected)
    {
        await SendAsync(HttpMethod.Post, Path, """{"name":"taken","symbols":["AAPL"]}""");
        var (status, response) = await SendAsync(new HttpMethod(method), Path + path, body);
        Assert.That((status, response!["code"] is not null, response["message"] is not null), Is.EqualTo((expected, true, true)));
        Assert.That((await GetAsync(Path)).AsArray(), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Name_OfMoreThan64Characters_IsRefused()
    {
        Assert.That((await SendAsync(HttpMethod.Post, Path, $$"""{"name":"{{new string('n', 65)}}"}""")).Status, Is.EqualTo(422));
        Assert.That((await SendAsync(HttpMethod.Post, Path, $$"""{"name":"{{new string('n', 64)}}"}""")).Status, Is.EqualTo(200));
    }
}
