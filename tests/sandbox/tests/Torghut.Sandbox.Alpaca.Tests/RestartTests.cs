using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests;

/// <summary>A simulator with a data directory that ends and starts again trades on.</summary>
public sealed class RestartTests : SimulatorTestBase
{
    private const string Resting =
        """{"symbol":"IBM","side":"buy","qty":"2","type":"limit","limit_price":"1","time_in_force":"gtc","client_order_id":"rest"}""";

    private DirectoryInfo _folder = null!;

    private AlpacaSimulatorOptions Kept => Synthetic with { DataDirectory = _folder.FullName };

    private string JournalPath => Path.Combine(_folder.FullName, "account.jsonl");

    [SetUp]
    public void Create() => _folder = Directory.CreateTempSubdirectory("torghut-account-");

    [TearDown]
    public async Task Delete()
    {
        await Stop();
        _folder.Delete(recursive: true);
    }

    [Test]
    public async Task Account_AfterARestart_IsAsItWas()
    {
        await StartAsync(Kept);
        await FilledAsync("""{"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"day","client_order_id":"first"}""");
        await OrderAsync(Resting);
        await FaultAsync("""{"kind":"account_activity","type":"FEE","net_amount":"-1.25"}""");
        await SendAsync(HttpMethod.Patch, "/v2/account/configurations", """{"fractional_trading":false,"trade_confirm_email":"none"}""");
        await SendAsync(HttpMethod.Post, "/v2/watchlists", """{"name":"kept","symbols":["IBM"]}""");
        await SendAsync(HttpMethod.Post, "/v2/watchlists", """{"name":"gone"}""");
        await SendAsync(HttpMethod.Delete, "/v2/watchlists:by_name?name=gone");
        await Eventually.HoldsAsync(async () => (await GetAsync("/v2/orders")).AsArray().Single()!["status"]!.ToString() == "new", "a resting order");
        var before = await PictureAsync();
        await AgainAsync(Kept);
        Assert.That(await PictureAsync(), Is.EqualTo(before));
        Assert.That((await OrderAsync(Resting)).Body!["message"]!.ToString(), Is.EqualTo("client_order_id must be unique"));
        Assert.That((await SendAsync(HttpMethod.Delete, $"/v2/orders/{(await GetAsync("/v2/orders"))[0]!["id"]}")).Status, Is.EqualTo(204));
        await FilledAsync("""{"symbol":"AAPL","side":"sell","qty":"3","type":"market","time_in_force":"day"}""");
        Assert.That((await GetAsync("/v2/positions")).AsArray(), Is.Empty);
    }

    [Test]
    public async Task Folder_InUse_IsRefused()
    {
        await StartAsync(Kept);

        Assert.That(async () => await AlpacaSimulator.StartAsync(Kept, NullLoggerFactory.Instance, CancellationToken.None),
            Throws.TypeOf<IOException>().With.Message.Contains("is in use by another simulator"));
    }

    [Test]
    public async Task Order_AcceptedAndNotActivated_IsActivatedByTheNextRun()
    {
        await StartAsync(Kept with { OrderLatency = TimeSpan.FromHours(1) });
        await OrderAsync("""{"symbol":"AAPL","side":"buy","qty":"1","type":"market","time_in_force":"day","client_order_id":"late"}""");
        await AgainAsync(Kept);
        await Eventually.ReadsAsync(() => GetAsync("/v2/orders:by_client_order_id?client_order_id=late"), o => o["status"]!.ToString() == "filled", "a fill");
    }

    [Test]
    public async Task Bracket_AfterARestart_StillHasItsExits()
    {
        await StartAsync(Kept);
        var id = await FilledAsync("""
            {"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"gtc","order_class":"bracket",
             "take_profit":{"limit_price":"900"},"stop_loss":{"stop_price":"10"}}
            """);
        await AgainAsync(Kept);
        var legs = (await GetAsync($"/v2/orders/{id}?nested=true"))["legs"]!.AsArray();
        Assert.That(legs.Select(l => l!["status"]!.ToString()), Is.EqualTo(new[] { "new", "held" }));
        await SendAsync(HttpMethod.Delete, $"/v2/orders/{legs[0]!["id"]}");
        legs = (await GetAsync($"/v2/orders/{id}?nested=true"))["legs"]!.AsArray();
        Assert.That(legs.Select(l => l!["status"]!.ToString()), Is.EqualTo(new[] { "canceled", "canceled" }));
    }

    [Test]
    public async Task Journal_LineCutShort_NeverHappened()
    {
        await StartAsync(Kept);
        await FaultAsync("""{"kind":"account_activity","type":"FEE","net_amount":"-1"}""");
        await FaultAsync("""{"kind":"account_activity","type":"FEE","net_amount":"-10"}""");
        await Stop();
        var bytes = await File.ReadAllBytesAsync(JournalPath);
        await File.WriteAllBytesAsync(JournalPath, bytes[..^20]);
        await StartAsync(Kept);
        Assert.That((await GetAsync("/v2/account"))["cash"]!.ToString(), Is.EqualTo("99999"));
        await FaultAsync("""{"kind":"account_activity","type":"FEE","net_amount":"-100"}""");
        await AgainAsync(Kept);
        Assert.That((await GetAsync("/v2/account"))["cash"]!.ToString(), Is.EqualTo("99899"));
    }

    [Test]
    public async Task Journal_OtherSymbolsOrRubbish_StopsTheStart()
    {
        await StartAsync(Kept);
        await FilledAsync("""{"symbol":"AAPL","side":"buy","qty":"3","type":"market","time_in_force":"day"}""");
        await Stop();
        Assert.That((await Assert.ThrowsAsync<IOException>(() => StartAsync(Kept with { Symbols = ["IBM"] })))!.Message, Does.Contain("AAPL"));
        await File.AppendAllTextAsync(JournalPath, "{rubbish\n");
        Assert.That((await Assert.ThrowsAsync<IOException>(() => StartAsync(Kept)))!.Message, Does.Contain(JournalPath));
    }

    [Test]
    public async Task Ledger_AfterARestart_GoesOn()
    {
        await StartAsync(Kept);
        await OrderAsync(Resting);
        await Eventually.HoldsAsync(async () => (await LedgerAsync("order_event")).Any(e => e["event"]!.ToString() == "new"), "a new order");
        var before = (await GetAsync("/_sim/ledger"))["entries"]!.AsArray().Select(e => e!.ToJsonString()).ToArray();
        await AgainAsync(Kept);
        var after = (await GetAsync("/_sim/ledger"))["entries"]!.AsArray().Select(e => e!.ToJsonString()).ToArray();
        Assert.That(after, Is.EqualTo(before));
        await OrderAsync(Resting);
        var last = await GetAsync($"/_sim/ledger?after={before.Length}");
        Assert.That((int)last["entries"]![0]!["seq"]!, Is.EqualTo(before.Length + 1));
    }

    private async Task AgainAsync(AlpacaSimulatorOptions options)
    {
        await Stop();
        await StartAsync(options);
    }

    private async Task<string> FilledAsync(string body)
    {
        var (status, order) = await OrderAsync(body);
        Assert.That(status, Is.EqualTo(200), order?.ToJsonString());
        await Eventually.HoldsAsync(async () => (await GetAsync($"/v2/orders/{order!["id"]}"))["status"]!.ToString() == "filled", "a fill");
        return order!["id"]!.ToString();
    }

    // What depends on the market's present is left out.
    private async Task<string> PictureAsync()
    {
        var account = await GetAsync("/v2/account");
        var position = (await GetAsync("/v2/positions")).AsArray().Single()!;
        JsonNode?[] parts =
        [
            account["id"], account["cash"], position["symbol"], position["qty"], position["avg_entry_price"], await GetAsync("/v2/orders?status=all"),
            await GetAsync("/v2/account/activities"), await GetAsync("/v2/account/configurations"), await GetAsync("/v2/watchlists:by_name?name=kept"),
            await GetAsync("/v2/watchlists"),
        ];
        return string.Join('\n', parts.Select(p => p?.ToJsonString()));
    }
}
