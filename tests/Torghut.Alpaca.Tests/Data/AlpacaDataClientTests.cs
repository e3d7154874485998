using Torghut.Alpaca.Data;
using Torghut.Alpaca.Tests.Peers;

namespace Torghut.Alpaca.Tests.Data;

public sealed class AlpacaDataClientTests
{
    private const string Bar = """{"t":"2026-04-06T13:30:00Z","o":1,"h":2,"l":1,"c":2,"v":10,"n":3,"vw":1.5}""";

    [Test]
    public async Task ListBarsAsync_ShortPages_AreFollowedToTheEnd()
    {
        await using var peer =
            await ScriptedPeer.StartAsync(context => ScriptedPeer.RespondAsync(context, 200, context.Request.Query["page_token"].ToString() switch
            {
                "" => $$"""{"bars":{"AAPL":[{{Bar}}]},"next_page_token":"a=="}""",
                "a==" => """{"bars":{},"next_page_token":"b"}""",
                _ => $$"""{"bars":{"AAPL":[{{Bar}}],"MSFT":[{{Bar}}]},"next_page_token":null}""",
            }));
        var bars = await Client(peer).ListBarsAsync(Query(), CancellationToken.None).ToListAsync();

        Assert.That(bars.Select(bar => bar.Symbol), Is.EqualTo(new[] { "AAPL", "AAPL", "MSFT" }));
        Assert.That(bars[0], Is.EqualTo(new AlpacaBar("AAPL", 1_775_482_200_000_000_000, 1, 2, 1, 2, 10, 3, 1.5)));
        Assert.That(peer.Requests.First().Path, Does.StartWith("/v2/stocks/bars?symbols=AAPL%2CMSFT&start=2026-04-06T13%3A30%3A00.0000000Z&end="));
    }

    [TestCase("""{"bars":null,"next_page_token":null}""")]
    [TestCase("""{"bars":{},"next_page_token":null}""")]
    public async Task ListBarsAsync_NoData_IsEmpty(string body)
    {
        await using var peer = await ScriptedPeer.StartAsync(200, body);

        Assert.That(await Client(peer).ListBarsAsync(Query(), CancellationToken.None).ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task ListBarsAsync_SameTokenAgain_IsAnErrorNotALoop()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, """{"bars":{},"next_page_token":"again"}""");
        var client = Client(peer);

        await Failure.OfAsync<AlpacaApiException>(async () => await client.ListBarsAsync(Query(), CancellationToken.None).ToListAsync());
        Assert.That(peer.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListBarsAsync_NoPlanForRecentData_IsATypedRefusal()
    {
        await using var peer = await ScriptedPeer.StartAsync(403, """{"code":42210000,"message":"subscription does not permit querying recent SIP data"}""");
        var client = Client(peer);
        var failure = await Failure.OfAsync<AlpacaApiException>(async () => await client.ListBarsAsync(Query(), CancellationToken.None).ToListAsync());

        Assert.That((failure.Status, failure.Code, failure.IsTransient), Is.EqualTo(((int?)403, (long?)42210000, false)));
    }

    [Test]
    public async Task ListTradesAsync_Item_KeepsEveryField()
    {
        await using var peer = await ScriptedPeer.StartAsync(
            200, """{"trades":{"AAPL":[{"t":"2026-04-06T13:30:00.000000001Z","x":"K","p":1.5,"s":2,"i":7,"c":["@"],"z":"C","u":"canceled"}]},"next_page_token":null}""");
        var trade = (await Client(peer).ListTradesAsync(Query(), CancellationToken.None).ToListAsync()).Single();

        Assert.That(trade with { Conditions = [] }, Is.EqualTo(new AlpacaTrade("AAPL", 1_775_482_200_000_000_001, 7, 1.5, 2, "K", [], "C", "canceled")));
        Assert.That(trade.Conditions, Is.EqualTo(new[] { "@" }));
    }

    private static HistoryQuery Query()
    {
        var start = new DateTimeOffset(2026, 4, 6, 13, 30, 0, TimeSpan.Zero);
        return new HistoryQuery { Symbols = ["AAPL", "MSFT"], Start = start, End = start.AddHours(1), Feed = "iex" };
    }

    private static AlpacaDataClient Client(ScriptedPeer peer) => new(
        new HttpClient(AlpacaHttpHandler.Create()) { Timeout = Timeout.InfiniteTimeSpan },
        new AlpacaRestOptions { BaseAddress = peer.Address, Credentials = new AlpacaCredentials("key", "secret") },
        TimeProvider.System);
}
