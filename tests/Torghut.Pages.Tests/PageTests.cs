using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>What each page says of the answers it got.</summary>
public sealed class PageTests
{
    [Test]
    public async Task Snapshot_ClickHouseStops_TurnsRedAndSaysWhy()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, "/snapshot");
        await open.Page.Locator("#verdict[data-verdict=GREEN]").WaitForAsync();
        server.IsClickHouseDown = true;
        await open.Page.Locator("#refresh").ClickAsync();
        await open.Page.Locator("#verdict[data-verdict=RED]").WaitForAsync();
        Assert.That(await open.Page.Locator("#verdict").TextContentAsync(), Does.Contain("RED").And.Contain("ClickHouse does not answer"));
        var facts = await open.Page.Locator("#facts").TextContentAsync();
        Assert.That(facts, Does.Contain("connection refused").And.Contain("Control plane").And.Contain("Decision plane"));
        Assert.That(await open.Page.TitleAsync(), Does.StartWith("RED"));
        open.AssertQuiet();
    }

    [Test]
    public async Task Trading_OfADay_ShowsTheSummarysFigures()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/trading?day={FixtureDay.Text}");
        await open.SettleAsync();
        var realised = open.Page.Locator("[data-figure=realised] data");
        Assert.That(await realised.GetAttributeAsync("value"), Is.EqualTo("-52.584"));
        Assert.That(await realised.TextContentAsync(), Is.EqualTo("−$52.58"));
        Assert.That(
            await open.Page.Locator("#equity p").First.TextContentAsync(),
            Is.EqualTo("Equity in USD from 100,000.00 to 99,947.42, between 99,940.80 and 100,014.42"));
        Assert.That(await open.Page.Locator("#rejections li").CountAsync(), Is.EqualTo(3));
        Assert.That(await open.Page.Locator("#summary").TextContentAsync(), Does.Contain("Session 09:30 EDT to 16:00 EDT"));
        await open.Page.Locator("#strategy").SelectOptionAsync("band-reversal");
        await open.Page.WaitForFunctionAsync("() => location.search.includes('strategy=band-reversal')");
        await open.SettleAsync();
        Assert.That(server.Asked, Has.Some.Contains("/summary?day=2013-10-07&strategy=band-reversal"));
        open.AssertQuiet();
    }

    /// <summary>A chart that is made before it has a size cuts off what it is told to fit.</summary>
    [Test]
    public async Task Equity_OfADay_IsDrawnFromItsFirstPoint()
    {
        const string Watch =
            """
            globalThis.written = new Set();
            const { fillText } = CanvasRenderingContext2D.prototype;
            CanvasRenderingContext2D.prototype.fillText = function (text, ...all) {
                globalThis.written.add(text);
                return fillText.call(this, text, ...all);
            };
            """;
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/trading?day={FixtureDay.Text}", script: Watch);
        await open.SettleAsync();
        await open.Page.Locator("#equity canvas").First.WaitForAsync();
        await open.Page.WaitForFunctionAsync("() => globalThis.written.has('99960.00')");
        Assert.That(await open.Page.EvaluateAsync<bool>("() => globalThis.written.has('100020.00')"), Is.True, "the scale holds the highest point");
        open.AssertQuiet();
    }

    [Test]
    public async Task Decision_ThatWasRejected_ShowsEveryReason()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/decisions/{FixtureTrading.Id(7)}");
        await open.SettleAsync();
        Assert.That(await open.Page.Locator("#reasons code").AllTextContentsAsync(), Is.EqualTo(new[] { "max_position_pct_exceeded", "cooldown_active" }));
        var ticks = await open.Page.Locator("#chain [data-step=ticks]").TextContentAsync();
        Assert.That(ticks, Does.Contain("torghut.trades.v1 partition 3 offset 918221–918226"));
        Assert.That(await open.Page.Locator("#chain .missing").CountAsync(), Is.EqualTo(2), "what cannot be shown says why");
        open.AssertQuiet();
    }

    [Test]
    public async Task Decision_Facts_HaveWordsUnitsAndReadableNumbers()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/decisions/{FixtureTrading.Id(7)}");
        await open.SettleAsync();
        var facts = await open.Page.Locator("#chain dt").AllAsync();
        var shown = new Dictionary<string, (string Name, string Value)>();
        foreach (var fact in facts)
        {
            var value = await fact.Locator("xpath=following-sibling::dd[1]").TextContentAsync();
            shown[(await fact.TextContentAsync())!] = ((await fact.GetAttributeAsync("title"))!, value!);
        }

        Assert.Multiple(() =>
        {
            Assert.That(shown["Window from"], Is.EqualTo(("window_start", "2013-10-07 10:54:59 EDT")));
            Assert.That(shown["VWAP of bar"], Is.EqualTo(("vwap", "187.3142 USD a share")));
            Assert.That(shown["MACD"], Is.EqualTo(("macd", "−0.03681 USD a share")));
            Assert.That(shown["MACD signal"].Value, Is.EqualTo("–"));
            Assert.That(shown["RSI 14"].Value, Is.EqualTo("28.4127 0 to 100"));
            Assert.That(shown["Market: age of signal"], Is.EqualTo(("market.signal_age", "0.412 s")));
            Assert.That(shown["Account: daily loss"].Value, Is.EqualTo("52.58 USD"));
            Assert.That(shown["Strategy: largest position"].Value, Is.EqualTo("10.00 %"));
            Assert.That(shown["Sizing: steps of sizing"].Value, Does.Contain("Whole shares, limit 42.7008, quantity 38"));
            Assert.That(shown["Approved"].Value, Is.EqualTo("no"));
            Assert.That(shown.Keys, Has.None.Contains("_"));
        });
        var whole = open.Page.Locator("#chain dt", new() { HasText = "VWAP of bar" }).Locator("xpath=following-sibling::dd[1]/data");
        Assert.That(await whole.GetAttributeAsync("title"), Is.EqualTo("187.31421428571427"));
        open.AssertQuiet();
    }

    [Test]
    public async Task Why_OfAMoment_ShowsTheReasonsAndAsksForAnother()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, "/why?symbol=AAPL&at=2013-10-07T14:55:00Z");
        await open.SettleAsync();
        Assert.That(
            await open.Page.Locator("#answer tbody code").AllTextContentsAsync(),
            Is.EqualTo(new[] { "cooldown_active", "latch_reconciliation", "no_signals_in_window" }));
        Assert.That(await open.Page.Locator("#seen").TextContentAsync(), Does.Contain("09:30 EDT to 16:00 EDT, open then").And.Contain("no_signals_in_window"));
        Assert.That(await open.Page.Locator("#near tbody tr").CountAsync(), Is.EqualTo(1));
        Assert.That(await open.Page.Locator("#time").InputValueAsync(), Does.StartWith("10:55"), "New York's clock");
        await open.Page.Locator("#day").FillAsync("2013-11-04");
        await open.Page.Locator("#time").FillAsync("10:30:15");
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Explain" }).ClickAsync();
        await open.Page.WaitForFunctionAsync("() => location.search.includes('2013-11-04T15')");
        await open.SettleAsync();
        Assert.That(server.Asked, Has.Some.Contains("/why?symbol=AAPL&at=2013-11-04T15%3A30%3A15.000Z"));
        open.AssertQuiet();
    }

    [Test]
    public async Task Error_ThatEnds_IsGoneAfterTryAgain()
    {
        await using var server = await FixtureServer.StartAsync(PageState.Error);
        await using var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path);
        await open.Page.GetByRole(AriaRole.Alert).GetByText("clickhouse: no complete answer came in time.").First.WaitForAsync();
        server.State = PageState.Filled;
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "Try again" }).First.ClickAsync();
        await open.Page.Locator("#legend time").WaitForAsync();
        open.AssertQuiet(isFailing: true);
    }

    [Test]
    public async Task Theme_Chosen_IsKeptAndColoursTheChart()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path);
        await open.SettleAsync();
        var before = await CornerAsync(open.Page);
        await open.Page.Locator("#theme").ClickAsync();
        await open.Page.Locator("#theme").ClickAsync();
        Assert.That(await open.Page.Locator("#theme").TextContentAsync(), Is.EqualTo("Dark"));
        await open.Page.WaitForFunctionAsync($"(before) => {Corner} !== before", before);
        await open.Page.ReloadAsync();
        await open.SettleAsync();
        Assert.That(await open.Page.EvaluateAsync<string>("() => getComputedStyle(document.documentElement).colorScheme"), Is.EqualTo("dark"));
        Assert.That(await CornerAsync(open.Page), Is.Not.EqualTo(before));
        open.AssertQuiet();
    }

    [Test]
    public async Task Time_OnEveryPage_IsNewYorksWithUtcOnHover()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/decisions/{FixtureTrading.Id(7)}");
        await open.SettleAsync();
        var time = open.Page.Locator("#decision time").First;
        Assert.That(await time.TextContentAsync(), Is.EqualTo("2013-10-07 10:55:00 EDT"));
        Assert.That(await time.GetAttributeAsync("title"), Is.EqualTo("2013-10-07 14:55:00 UTC"));
        Assert.That(await open.Page.Locator("#clock").TextContentAsync(), Does.Match(@"^08:0\d:\d\d EDT$"));
    }

    private const string Corner = "[...document.querySelector('#chart canvas').getContext('2d').getImageData(4, 4, 1, 1).data].join()";

    private static Task<string> CornerAsync(IPage page) => page.EvaluateAsync<string>($"() => {Corner}");
}
