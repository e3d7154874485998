using Torghut.Alpaca.Data;
using Torghut.Alpaca.Tests.Peers;
using Torghut.Alpaca.Trading;

namespace Torghut.Alpaca.Tests.Data;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AlpacaDataClientTests
{
    private const string Bar = """{"t":"2026-04-06T13:30:00Z","o":1,"h":2,"l":1,"c":2,"v":10,"n":3,"vw":1.5}""";

    private readonly List<UnreadItem> _unread = [];

    /// <summary>Pages that Alpaca's Go client met: <see href="https://github.com/alpacahq/alpaca-trade-api-go/pull/218"/>.</summary>
    private static IEnumerable<TestCaseData> OddPages() =>
    [
        new TestCaseData("""{"AAA":null,"BBB":[@9]}""", new[] { 9L }, 0).SetArgDisplayNames("null for a symbol"),
        new TestCaseData("""{"AAA":[@1,{"i":2,"x":"V","p":-1,"s":3,"t":"2026-04-06T15:54:26.1Z"},@3],"BBB":[@9]}""", new[] { 1L, 3, 9 }, 1)
            .SetArgDisplayNames("price below 0"),
        new TestCaseData("""{"AAA":[@1,{"i":2,"x":"V","p":0,"s":3,"t":"2026-04-06T15:54:26.1Z"}],"BBB":[@9]}""", new[] { 1L, 9 }, 1)
            .SetArgDisplayNames("price 0"),
        new TestCaseData("""{"AAA":[@1,{"i":"x"},null,7,[],{"i":4,"p":1,"s":1,"t":"yesterday"}],"BBB":[@9]}""", new[] { 1L, 9 }, 5)
            .SetArgDisplayNames("no trades"),
        new TestCaseData("""{"AAA":[@1,{"i":2,"x":"\ud83d","p":1,"s":3,"t":"2026-04-06T15:54:26.1Z"}],"BBB":[@9]}""", new[] { 1L, 9 }, 1)
            .SetArgDisplayNames("half a surrogate"),
        new TestCaseData("""{"AAA":[@1,{"i":2,"i":2,"x":"V","p":1,"s":3,"t":"2026-04-06T15:54:26.1Z"}],"BBB":[@9]}""", new[] { 1L, 9 }, 1)
            .SetArgDisplayNames("a field twice"),
        new TestCaseData($$"""{"AAA":[@1,{"i":2,"a":{{new string('[', 80)}}{{new string(']', 80)}}}],"BBB":[@9]}""", new[] { 1L, 9 }, 1)
            .SetArgDisplayNames("deep nesting"),
        new TestCaseData("""{"AAA":{"i":1},"BBB":[@9]}""", new[] { 9L }, 1).SetArgDisplayNames("no list for a symbol"),
        new TestCaseData("""{"A\ud83dA":[@1],"BBB":[@9]}""", new[] { 9L }, 1).SetArgDisplayNames("symbol that is no text"),
    ];

    [TestCaseSource(nameof(OddPages))]
    public async Task ListTradesAsync_OddItem_CostsItselfOnly(string trades, long[] expected, int unread)
    {
        var page = System.Text.RegularExpressions.Regex.Replace(trades, "@([0-9])", """{"i":$1,"x":"V","p":10.5,"s":3,"t":"2026-04-06T15:54:26.1Z"}""");
        await using var peer = await ScriptedPeer.StartAsync(200, $$"""{"trades":{{page}},"next_page_token":null}""");
        var read = await Client(peer).ListTradesAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync();

        Assert.That(read.Select(trade => trade.Id), Is.EqualTo(expected));
        Assert.That(_unread, Has.Count.EqualTo(unread));
    }

    [Test]
    public async Task ListTradesAsync_NoObjectOfSymbols_IsAnError()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, """{"trades":7,"next_page_token":null}""");
        var client = Client(peer);
        await Failure.OfAsync<AlpacaApiException>(async () => await client.ListTradesAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync());
    }

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
        var bars = await Client(peer).ListBarsAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync();

        Assert.That(bars.Select(bar => bar.Symbol), Is.EqualTo(new[] { "AAPL", "AAPL", "MSFT" }));
        Assert.That(bars[0], Is.EqualTo(new AlpacaBar("AAPL", 1_775_482_200_000_000_000, 1, 2, 1, 2, 10, 3, 1.5)));
        Assert.That(peer.Requests.First().Path, Does.StartWith("/v2/stocks/bars?symbols=AAPL%2CMSFT&start=2026-04-06T13%3A30%3A00.0000000Z&end="));
    }

    [TestCase("""{"bars":null,"next_page_token":null}""")]
    [TestCase("""{"bars":{},"next_page_token":null}""")]
    public async Task ListBarsAsync_NoData_IsEmpty(string body)
    {
        await using var peer = await ScriptedPeer.StartAsync(200, body);

        Assert.That(await Client(peer).ListBarsAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync(), Is.Empty);
    }

    [Test]
    public async Task ListBarsAsync_SameTokenAgain_IsAnErrorNotALoop()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, """{"bars":{},"next_page_token":"again"}""");
        var client = Client(peer);

        await Failure.OfAsync<AlpacaApiException>(async () => await client.ListBarsAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync());
        Assert.That(peer.Requests, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task ListBarsAsync_NoPlanForRecentData_IsATypedRefusal()
    {
        await using var peer = await ScriptedPeer.StartAsync(403, """{"code":42210000,"message":"subscription does not permit querying recent SIP data"}""");
        var client = Client(peer);
        var failure = await Failure.OfAsync<AlpacaApiException>(
            async () => await client.ListBarsAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync());

        Assert.That((failure.Status, failure.Code, failure.IsTransient), Is.EqualTo(((int?)403, (long?)42210000, false)));
    }

    [Test]
    public async Task ListTradesAsync_Item_KeepsEveryField()
    {
        await using var peer = await ScriptedPeer.StartAsync(
            200, """{"trades":{"AAPL":[{"t":"2026-04-06T13:30:00.000000001Z","x":"K","p":1.5,"s":2,"i":7,"c":["@"],"z":"C","u":"canceled"}]},"next_page_token":null}""");
        var trade = (await Client(peer).ListTradesAsync(Query(), _unread.Add, CancellationToken.None).ToListAsync()).Single();

        Assert.That(trade with { Conditions = [] }, Is.EqualTo(new AlpacaTrade("AAPL", 1_775_482_200_000_000_001, 7, 1.5, 2, "K", [], "C", "canceled")));
        Assert.That(trade.Conditions, Is.EqualTo(new[] { "@" }));
    }

    [Test]
    public async Task ListCorporateActionsAsync_EveryKind_IsReadAndAnOddItemCostsItselfOnly()
    {
        await using var peer = await ScriptedPeer.StartAsync(200, """
            {"corporate_actions":{
            "forward_splits":[{"id":"1","symbol":"AAA","new_rate":10,"old_rate":"1","ex_date":"2026-04-06","process_date":"2026-04-06"},
              {"symbol":"AAB","new_rate":0,"old_rate":1,"ex_date":"2026-04-06"},{"symbol":"AAC","new_rate":2,"old_rate":1,"ex_date":"tomorrow"},null,7],
            "reverse_splits":[{"symbol":"BBB","old_cusip":"x","new_rate":1,"old_rate":20,"ex_date":"2026-04-07"}],
            "unit_splits":[{"old_symbol":"CCC","old_rate":1,"new_symbol":"CCD","new_rate":2,"process_date":"2026-04-08"}],
            "name_changes":[{"old_symbol":"DDD","new_symbol":"DDE","process_date":"2026-04-09"},{"new_symbol":"ZZZ"}],
            "cash_dividends":[{"symbol":"EEE"}],"spin_offs":null},"next_page_token":null}
            """);
        var actions = await Client(peer)
            .ListCorporateActionsAsync(new DateOnly(2026, 4, 1), new DateOnly(2026, 4, 10), _unread.Add, CancellationToken.None).ToListAsync();

        Assert.That(actions.Select(action => (action.IsSplit, string.Join('>', action.Symbols), action.EffectiveDate.Day, action.Ratio)), Is.EqualTo(new[]
        {
            (true, "AAA", 6, (decimal?)10), (true, "BBB", 7, 0.05m), (true, "CCC>CCD", 8, 2m), (false, "DDD>DDE", 9, null),
        }));
        Assert.That(_unread, Has.Count.EqualTo(5));
        Assert.That(peer.Requests.Single().Path, Is.EqualTo(
            "/v1/corporate-actions?types=forward_split,reverse_split,unit_split,name_change&start=2026-04-01&end=2026-04-10&limit=1000"));
    }

    private static HistoryQuery Query()
    {
        var start = new DateTimeOffset(2026, 4, 6, 13, 30, 0, TimeSpan.Zero);
        return new HistoryQuery { Symbols = ["AAPL", "MSFT"], Start = start, End = start.AddHours(1), Feed = "iex" };
    }

    [Test]
    public async Task ListSnapshotsAsync_Answer_IsReadSymbolBySymbol()
    {
        const string Whole = """{"latestTrade":{"t":"2026-04-06T13:30:00Z","p":100.5},"latestQuote":{"bp":100,"ap":101},"prevDailyBar":{"c":99}}""";
        await using var peer = await ScriptedPeer.StartAsync(200,
            $$$"""{"AAPL":{{{Whole}}},"MSFT":{"latestTrade":null,"latestQuote":{"bp":0,"ap":12.5}},"ODD":{"latestTrade":{"p":"x"}},"NULL":null}""");
        var found = await Client(peer).ListSnapshotsAsync(["AAPL", "MSFT", "ODD", "NULL"], "iex", CancellationToken.None);
        Assert.That(found, Is.EqualTo(new[]
        {
            new AlpacaSnapshot("AAPL", 100.5m, 100, 101, 99),
            new AlpacaSnapshot("MSFT", null, null, 12.5m, null),
        }));
        Assert.That(peer.Requests.Single().Path, Is.EqualTo("/v2/stocks/snapshots?symbols=AAPL%2CMSFT%2CODD%2CNULL&feed=iex"));
    }

    private static AlpacaDataClient Client(ScriptedPeer peer) => new(
        new HttpClient(AlpacaHttpHandler.Create()) { Timeout = Timeout.InfiniteTimeSpan },
        new AlpacaRestOptions { BaseAddress = peer.Address, Credentials = new AlpacaCredentials("key", "secret") },
        TimeProvider.System);
}
