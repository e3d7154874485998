using Torghut.Sandbox.Alpaca.Tests.Support;
using Torghut.Testing;

namespace Torghut.Sandbox.Alpaca.Tests.Rest;

/// <summary>Historical data of a replay and of a synthetic market.</summary>
public sealed class DataRestTests : SimulatorTestBase
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

    [Test]
    public async Task Bars_OfAFinishedReplay_ArePagedAcrossSymbols()
    {
        await ReplayedAsync();
        var pages = new List<string>();
        string? token = null;
        do
        {
            var page = await GetAsync($"/v2/stocks/bars?symbols=IBM,AIG,ZZZZ&timeframe=1Min&{Day}&limit=2"
                + (token is null ? string.Empty : $"&page_token={Uri.EscapeDataString(token)}"));
            pages.Add(string.Join(';', page["bars"]!.AsObject().Select(b => $"{b.Key}:{b.Value!.AsArray().Count}")));
            token = page["next_page_token"]?.ToString();
        }
        while (token is not null);

        Assert.That(pages, Is.EqualTo(new[] { "AIG:2", "AIG:1;IBM:1", "IBM:2" }));
    }

    [Test]
    public async Task Bars_LongerTimeframes_JoinMinutes()
    {
        await ReplayedAsync();
        var bars = (await GetAsync($"/v2/stocks/IBM/bars?timeframe=1Day&{Day}"))["bars"]!.AsArray();
        Assert.That(bars.Single()!.ToJsonString(),
            Is.EqualTo("""{"t":"2013-10-07T04:00:00Z","o":100,"h":102,"l":100,"c":102,"v":600,"n":3,"vw":101.333333}"""));
        var twos = (await GetAsync($"/v2/stocks/IBM/bars?timeframe=2Min&{Day}"))["bars"]!.AsArray();
        Assert.That(twos.Select(b => $"{b!["t"]} {b["v"]}"), Is.EqualTo(new[] { "2013-10-07T13:30:00Z 300", "2013-10-07T13:32:00Z 300" }));
        Assert.That((await SendAsync(HttpMethod.Get, $"/v2/stocks/IBM/bars?timeframe=7Days&{Day}")).Status, Is.EqualTo(400));
    }

    [Test]
    public async Task Bars_NoData_AreNullForOneAndEmptyForSeveral()
    {
        await ReplayedAsync();
        Assert.That((await GetAsync("/v2/stocks/bars?symbols=ZZZZ&timeframe=1Min")).ToJsonString(), Is.EqualTo("""{"bars":{},"next_page_token":null}"""));
        Assert.That((await GetAsync("/v2/stocks/ZZZZ/bars?timeframe=1Min")).ToJsonString(),
            Is.EqualTo("""{"bars":null,"symbol":"ZZZZ","next_page_token":null}"""));
    }

    [Test]
    public async Task Trades_Descending_AreTheRecordedOnes()
    {
        await ReplayedAsync();
        var page = await GetAsync($"/v2/stocks/trades?symbols=IBM&{Day}&sort=desc&limit=2");
        Assert.That(page["trades"]!["IBM"]!.AsArray().Select(t => t!.ToJsonString()), Is.EqualTo(new[]
        {
            """{"t":"2013-10-07T13:32:01Z","x":"N","p":102,"s":300,"c":["@"],"i":3,"z":"A"}""",
            """{"t":"2013-10-07T13:31:01Z","x":"N","p":101,"s":200,"c":["@"],"i":2,"z":"A"}""",
        }));
        var rest =
            await GetAsync($"/v2/stocks/trades?symbols=IBM&{Day}&sort=desc&limit=2&page_token={Uri.EscapeDataString(page["next_page_token"]!.ToString())}");
        Assert.That(rest["trades"]!["IBM"]!.AsArray().Select(t => (int)t!["i"]!), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Trades_OfTheFuture_AreNotShown()
    {
        _folder.Trades("IBM", "34200000,1000000,100,N,1,0", "36000000,1010000,100,N,1,0");
        await StartAsync(_folder.Options(speed: 1));
        var trades = (await GetAsync($"/v2/stocks/IBM/trades?{Day}"))["trades"]!.AsArray();
        Assert.That(trades.Select(t => (int)t!["i"]!), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    public async Task Bars_OfASyntheticMarket_LeadToItsPresent()
    {
        await StartAsync(Synthetic with { Date = new DateOnly(2026, 4, 6), Speed = 600 });
        await Eventually.HoldsAsync(async () => (long)(await GetAsync("/_sim/progress"))["emitted"]!["bars"]! >= 4, "two minutes");
        var bars = (await GetAsync("/v2/stocks/AAPL/bars?timeframe=1Min&start=2026-04-06T13:25:00Z&end=2026-04-06T13:31:00Z"))["bars"]!.AsArray();
        Assert.That(bars.Select(b => b!["t"]!.ToString()), Is.EqualTo(Enumerable.Range(25, 7).Select(m => $"2026-04-06T13:{m}:00Z")));
        Assert.That((double)bars[4]!["c"]!, Is.EqualTo((double)bars[5]!["o"]!).Within(0.05).Percent);
        Assert.That((await GetAsync("/v2/stocks/AAPL/trades/latest"))["trade"]!["p"], Is.Not.Null);
        Assert.That((await GetAsync("/v2/stocks/quotes/latest?symbols=AAPL,IBM"))["quotes"]!.AsObject(), Has.Count.EqualTo(2));
    }

    private async Task ReplayedAsync()
    {
        string[] rows = ["34201000,1000000,100,N,1,0", "34261000,1010000,200,N,1,0", "34321000,1020000,300,N,1,0"];
        _folder.Trades("IBM", rows);
        _folder.Trades("AIG", rows);
        await StartAsync(_folder.Options() with { WaitForSubscriber = false });
        await Eventually.HoldsAsync(async () => (bool)(await GetAsync("/_sim/progress"))["finished"]!, "the end of the replay");
    }
}
