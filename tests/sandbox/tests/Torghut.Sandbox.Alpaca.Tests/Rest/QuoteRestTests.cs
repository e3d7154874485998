using Torghut.Sandbox.Alpaca.Tests.Models;
using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>Quotes of the past, and snapshots.</summary>
public sealed class QuoteRestTests : SimulatorTestBase
{
    private const string Day = "start=2013-10-07&end=2013-10-08";

    private LeanTestFolder _folder = null!;

    [SetUp]
    public void Create() => _folder = new LeanTestFolder();

    [TearDown]
    public async Task Delete()
    {
        await Stop();
        _folder.Dispose();
    }

    [TestCase("asc", "1 2 3 4 5")]
    [TestCase("desc", "5 4 3 2 1")]
    public async Task Quotes_OfTheSameMillisecond_ArePagedOnceEach(string sort, string sizes)
    {
        await ReplayedAsync();
        var seen = new List<string>();
        string? token = null;
        do
        {
            var place = token is null ? string.Empty : $"&page_token={Uri.EscapeDataString(token)}";
            var page = await GetAsync($"/v2/stocks/quotes?symbols=IBM&{Day}&limit=2&sort={sort}{place}");
            seen.AddRange(page["quotes"]!["IBM"]!.AsArray().Select(q => q!["bs"]!.ToString()));
            token = page["next_page_token"]?.ToString();
        }
        while (token is not null);

        Assert.That(string.Join(' ', seen), Is.EqualTo(sizes));
    }

    [Test]
    public async Task Quotes_OfOneSymbol_AreTheRecordedOnes()
    {
        await ReplayedAsync();
        var page = await GetAsync($"/v2/stocks/IBM/quotes?{Day}&limit=1");
        Assert.That(page["symbol"]!.ToString(), Is.EqualTo("IBM"));
        Assert.That(page["quotes"]![0]!.ToJsonString(), Does.StartWith(
            """{"t":"2013-10-07T13:30:00Z","ax":"N","ap":100.1,"as":9,"bx":"N","bp":99.9,"bs":1,"""));
        Assert.That(page["quotes"]![0]!.Missing(RequiredFields.Quote), Is.Empty);
        Assert.That((await GetAsync("/v2/stocks/ZZZZ/quotes"))["quotes"], Is.Null);
        Assert.That((await GetAsync($"/v2/stocks/AIG/quotes?{Day}"))["quotes"], Is.Null, "A day without recorded quotes.");
    }

    [TestCase("limit=0", 400)]
    [TestCase("limit=10001", 400)]
    [TestCase("page_token=%FF", 400)]
    [TestCase("page_token=QUFQTHwxfDI", 400)]
    [TestCase("start=yesterday", 422)]
    [TestCase("start=9999-12-31T23:59:59Z", 422)]
    [TestCase("end=0001-01-01", 422)]
    public async Task Quotes_BoundsNotAllowed_AreRefused(string query, int status)
    {
        await ReplayedAsync();
        Assert.That((await SendAsync(HttpMethod.Get, $"/v2/stocks/quotes?symbols=IBM&{query}")).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task Snapshot_OfASyntheticMarket_HasAllFiveParts()
    {
        await StartAsync(Synthetic with { Date = new DateOnly(2026, 4, 7), Speed = 600 });
        await Eventually.HoldsAsync(async () => (long)(await GetAsync("/_sim/progress"))["emitted"]!["bars"]! >= 4, "two minutes");
        var all = (await GetAsync("/v2/stocks/snapshots?symbols=AAPL,IBM,ZZZZ")).AsObject();
        Assert.That(all.Select(s => s.Key), Is.EqualTo(new[] { "AAPL", "IBM" }));
        var one = await GetAsync("/v2/stocks/AAPL/snapshot");
        Assert.Multiple(() =>
        {
            Assert.That(one["latestTrade"]!.Missing(RequiredFields.Trade), Is.Empty);
            Assert.That(one["latestQuote"]!.Missing(RequiredFields.Quote), Is.Empty);
            Assert.That(one["minuteBar"]!.Missing(RequiredFields.Bar), Is.Empty);
            Assert.That(one["dailyBar"]!["t"]!.ToString(), Is.EqualTo("2026-04-07T04:00:00Z"));
            Assert.That(one["prevDailyBar"]!["t"]!.ToString(), Is.EqualTo("2026-04-06T04:00:00Z"));
        });
        var quotes = (await GetAsync("/v2/stocks/AAPL/quotes?limit=10&start=2026-04-07"))["quotes"]!.AsArray();
        Assert.That(quotes.Count, Is.EqualTo(10));
        Assert.That(quotes.Select(q => q!["t"]!.ToString()), Is.Unique);
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/stocks/ZZZZ/snapshot")).Status, Is.EqualTo(404));
        Assert.That((await SendAsync(HttpMethod.Get, "/v2/stocks/snapshots")).Status, Is.EqualTo(400));
    }

    private async Task ReplayedAsync()
    {
        _folder.Trades("IBM", "34201000,1000000,100,N,1,0");
        _folder.Trades("AIG", "34201000,1000000,100,N,1,0");
        _folder.Quotes("IBM", [.. Enumerable.Range(1, 5).Select(i => $"34200000,999000,{i},1001000,9,N,1,0")]);
        await StartAsync(_folder.Options() with { WaitForSubscriber = false });
        await Eventually.HoldsAsync(async () => (bool)(await GetAsync("/_sim/progress"))["finished"]!, "the end of the replay");
    }
}
