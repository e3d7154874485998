using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>The chart by mouse and keyboard, its legend, its table, and its decisions.</summary>
public sealed class ChartTests
{
    /// <summary>What is under the mouse is known by what was drawn last: a busy machine draws a moment after the mouse has moved.</summary>
    private const string PointsAfterAFrame =
        """
        async () => {
            const frame = () => new Promise((drawn) => requestAnimationFrame(drawn));
            await frame();
            await frame();
            return [...document.querySelectorAll("#chart *")].some((part) => part.style.cursor === "pointer");
        }
        """;

    private static readonly (string Field, string Column, int Places)[] BarFields =
        [("Open", "o", 4), ("High", "h", 4), ("Low", "l", 4), ("Close", "c", 4), ("Volume", "v", 0), ("VWAP of bar", "vwap", 4), ("Trades", "count", 0)];

    private static readonly (string Field, string Column)[] SignalFields =
        [("EMA 12", "ema12"), ("EMA 26", "ema26"), ("Bollinger low", "bollLower"), ("VWAP of session", "vwapSession"), ("RSI 14", "rsi14"), ("MACD", "macd")];

    [Test]
    public async Task Legend_UnderTheMouseAndTheKeys_ShowsTheApisValues()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var box = (await open.Page.Locator("#chart").BoundingBoxAsync())!;
        await open.Page.Mouse.MoveAsync(box.X + (box.Width * 0.4f), box.Y + 120);
        await AssertLegendAsync(open, server);
        var before = await LegendTimeAsync(open);
        await open.Page.Locator("#chart").FocusAsync();
        await open.Page.Keyboard.PressAsync("ArrowLeft");
        Assert.That(await LegendTimeAsync(open), Is.LessThan(before));
        await AssertLegendAsync(open, server);
        await open.Page.Keyboard.PressAsync("Home");
        await AssertLegendAsync(open, server);
        open.AssertQuiet();
    }

    /// <summary>A chart that is made before it has a size squeezes what it is told to fit.</summary>
    [TestCase(Look.Light)]
    [TestCase(Look.Phone)]
    public async Task Chart_JustLoaded_UsesItsWholeWidth(object look)
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path, (Look)look);
        await open.SettleAsync();
        var (first, last) = (server.Market.Bars[0].T, server.Market.Bars[^1].T);
        var chart = open.Page.Locator("#chart");
        await chart.ScrollIntoViewIfNeededAsync();
        var box = (await chart.BoundingBoxAsync())!;
        await open.Page.Mouse.MoveAsync(box.X + 6, box.Y + 60);
        Assert.That(await LegendTimeAsync(open) - first, Is.LessThan((last - first) * 0.06), "the first bars stand at the left");
        await open.Page.Mouse.MoveAsync(box.X + (box.Width * 0.5f), box.Y + 60);
        Assert.That(await LegendTimeAsync(open) - first, Is.EqualTo((last - first) * 0.6).Within((last - first) * 0.12), "the middle near the middle");
        open.AssertQuiet();
    }

    [Test]
    public async Task Keyboard_FromTheTopOfThePage_ReachesTheChartAndOpensADecision()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var page = open.Page;
        await page.Keyboard.PressAsync("Tab");
        Assert.That(await page.EvaluateAsync<string>("() => document.activeElement.className"), Is.EqualTo("skip"));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => location.hash === '#main'");
        for (var tabs = 0; tabs < 40 && await page.EvaluateAsync<string>("() => document.activeElement.id") != "chart"; tabs++)
        {
            await page.Keyboard.PressAsync("Tab");
        }

        Assert.That(await page.EvaluateAsync<string>("() => document.activeElement.id"), Is.EqualTo("chart"));
        var outline = await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle");
        Assert.That(outline, Is.EqualTo("solid"), "focus is visible");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowLeft");
        await page.Locator("#chart-says").GetByText("Close").WaitForAsync();
        Assert.That(await page.Locator("#chart-says").TextContentAsync(), Does.Match(@"\d\d:\d\d:\d\d EDT: Open .*High .*Low .*Close .*Volume"));
        Assert.That(await page.Locator("#chart-says").GetAttributeAsync("aria-live"), Is.EqualTo("polite"));

        // Up goes to the decision before; the last one stands alone in its step.
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Locator("#chart-says").GetByText("Enter opens it").WaitForAsync();
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForFunctionAsync("() => location.pathname.startsWith('/decisions/') || !document.querySelector('#bar-card').hidden");
        if (!page.Url.Contains("/decisions/", StringComparison.Ordinal))
        {
            await page.Locator("#bar-card .links a").First.ClickAsync();
        }

        await page.WaitForURLAsync(new Regex("/decisions/"));
        await open.SettleAsync();
        Assert.That(await page.Locator("#chain [data-step]").CountAsync(), Is.EqualTo(8));
        open.AssertQuiet();
    }

    [Test]
    public async Task Markers_OfTheDay_AreAllThereAndOneOpensByClick()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var page = open.Page;
        var decisions = FixtureTrading.Decisions("AAPL", DateTimeOffset.MaxValue);
        await page.Locator($"#chart[data-decisions='{decisions.Count}']").WaitForAsync();
        Assert.That(await page.Locator("#decisions-card tbody tr").CountAsync(), Is.EqualTo(decisions.Count));

        // The keys bring the crosshair to a decision; its mark is where the pointer becomes a hand.
        await page.Locator("#chart").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("ArrowUp");
        var wanted = await LegendTimeAsync(open);
        var (x, y) = await FindMarkAsync(page, wanted);
        await page.Mouse.ClickAsync(x, y);
        await page.WaitForURLAsync(new Regex("/decisions/0000"));
        await open.SettleAsync();
        open.AssertQuiet();
    }

    [Test]
    public async Task Table_BesideTheChart_HasTheSameNumbers()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var page = open.Page;
        await page.Locator("#twin summary").ClickAsync();
        var row = page.Locator("#twin tbody tr").Last;
        await row.WaitForAsync();
        var time = await row.Locator("time").GetAttributeAsync("datetime");

        // Out of the way: the chart may scroll under the mouse, which then says what the legend shows.
        await page.Mouse.MoveAsync(1, 1);
        await page.Locator("#chart").FocusAsync();
        await page.Keyboard.PressAsync("End");
        await page.Locator($"#legend time[datetime='{time}']").WaitForAsync();
        var shown = await page.Locator("#legend data").AllTextContentsAsync();
        Assert.That(await row.Locator("data").AllTextContentsAsync(), Is.EqualTo(shown));
        Assert.That(await row.Locator("time").GetAttributeAsync("title"), Does.EndWith("UTC"));
        open.AssertQuiet();
    }

    [Test]
    public async Task Candle_TwoClicks_LeadToTheOffsetsOfItsTicks()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var page = open.Page;
        var box = (await page.Locator("#chart").BoundingBoxAsync())!;
        await page.Mouse.ClickAsync(box.X + (box.Width * 0.5f), box.Y + 30);
        await page.Locator("#bar-card button", new() { HasText = "Raw ticks" }).First.ClickAsync();
        await page.Locator("#ticks tbody tr").First.WaitForAsync();
        var cells = await page.Locator("#ticks tbody tr").First.Locator("th, td").AllTextContentsAsync();
        Assert.That(cells[0], Is.EqualTo("torghut.trades.v1"));
        Assert.That(long.Parse(cells[2], CultureInfo.InvariantCulture), Is.GreaterThan(13_000_000_000));
        open.AssertQuiet();
    }

    [Test]
    public async Task Range_TenMinutes_LoadsSecondsAndTheDayComesBack()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenChartAsync(server);
        var page = open.Page;
        Assert.That(await page.Locator("#chart-words").TextContentAsync(), Does.Contain("steps of 15 s"));
        await page.GetByRole(AriaRole.Button, new() { Name = "10 min" }).ClickAsync();
        await page.Locator("#chart-words", new() { HasText = "steps of 1 s" }).WaitForAsync();
        Assert.That(await page.GetByRole(AriaRole.Button, new() { Name = "10 min" }).GetAttributeAsync("aria-pressed"), Is.EqualTo("true"));
        await page.GetByRole(AriaRole.Button, new() { Name = "Day", Exact = true }).ClickAsync();
        await page.Locator("#chart-words", new() { HasText = "steps of 15 s" }).WaitForAsync();
        await page.Locator("#symbol").SelectOptionAsync("IBM");
        await page.Locator("#chart-words", new() { HasText = "IBM" }).WaitForAsync();
        Assert.That(page.Url, Does.Contain("symbol=IBM"));
        open.AssertQuiet();
    }

    private static async Task<OpenPage> OpenChartAsync(FixtureServer server)
    {
        var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path);
        await open.SettleAsync();
        return open;
    }

    private static async Task<long> LegendTimeAsync(OpenPage open)
    {
        var text = await open.Page.Locator("#legend time").GetAttributeAsync("datetime");
        return DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
    }

    private static async Task AssertLegendAsync(OpenPage open, FixtureServer server)
    {
        var t = await LegendTimeAsync(open);
        var bar = server.Market.Read(isBars: true, t, t + 15, 15, 1).Rows[0];
        var signal = server.Market.Read(isBars: false, t, t + 15, 15, 1).Rows[0];
        foreach (var (field, column, places) in BarFields)
        {
            await AssertFieldAsync(open, field, bar[Array.IndexOf(FixtureMarket.BarColumns, column)], places);
        }

        foreach (var (field, column) in SignalFields)
        {
            await AssertFieldAsync(open, field, signal[Array.IndexOf(FixtureMarket.SignalColumns, column)], field == "RSI 14" ? 2 : 4);
        }
    }

    private static async Task AssertFieldAsync(OpenPage open, string field, object? value, int places)
    {
        var place = open.Page.Locator($"#legend [data-field='{field}']");
        if (value is null)
        {
            Assert.That(await place.TextContentAsync(), Does.EndWith("–"));
            return;
        }

        var expected = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        var data = place.Locator("data");
        Assert.That(double.Parse((await data.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture), Is.EqualTo(expected).Within(1e-9), field);
        var shown = (await data.TextContentAsync())!.Replace(",", "", StringComparison.Ordinal).Replace('−', '-');
        Assert.That(double.Parse(shown, CultureInfo.InvariantCulture), Is.EqualTo(expected).Within(0.5001 * Math.Pow(10, -places)), field);
    }

    private static async Task<(float X, float Y)> FindMarkAsync(IPage page, long wanted)
    {
        var box = (await page.Locator("#chart").BoundingBoxAsync())!;
        float low = box.X, high = box.X + box.Width - 70;
        for (var tries = 0; tries < 14; tries++)
        {
            var middle = (low + high) / 2;
            await page.Mouse.MoveAsync(middle, box.Y + 20);
            var t = DateTimeOffset.Parse((await page.Locator("#legend time").GetAttributeAsync("datetime"))!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
            (low, high) = t < wanted ? (middle, high) : (low, middle);
        }

        for (var y = box.Y + 8; y < box.Y + (box.Height * 0.65f); y += 6)
        {
            await page.Mouse.MoveAsync(high, y);
            if (await page.EvaluateAsync<bool>(PointsAfterAFrame))
            {
                return (high, y);
            }
        }

        throw new AssertionException($"No mark is drawn at {wanted}.");
    }
}
