using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Torghut.Contracts.Time;
using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;
using Torghut.Tests.Shared;

namespace Torghut.Pages.Tests.Sandbox;

/// <summary>A person with a browser before the running sandbox: live bars, their numbers, every decision, the day's totals, and a store that stops.</summary>
[Category("Long")]
public sealed class SandboxWalkTests : DataFolderFixture
{
    private static readonly (string Field, string Column)[] BarFields =
        [("Open", "o"), ("High", "h"), ("Low", "l"), ("Close", "c"), ("Volume", "v"), ("VWAP of bar", "vwap"), ("Trades", "count")];

    private static readonly (string Field, string Column)[] SignalFields =
        [("EMA 12", "ema12"), ("EMA 26", "ema26"), ("Bollinger low", "bollLower"), ("VWAP of session", "vwapSession"), ("RSI 14", "rsi14"), ("MACD", "macd")];

    private RunningStack _stack = null!;

    private static string Today => NewYork.DayOf(TimeProvider.System.GetUtcNow()).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [Test]
    public async Task Pages_OfTheRunningSandbox_ShowWhatIsThere()
    {
        await using (_stack = await RunningStack.StartAsync(DataFolder))
        {
            await NewBarAsync();
            await DecisionsAsync();
            await RejectedAsync();
            await TotalsAsync();
            await StoppedStoreAsync();
        }
    }

    /// <summary>A bar comes by itself; symbol and range switch; the legend has the API's values.</summary>
    private async Task NewBarAsync()
    {
        var symbols = (await _stack.JsonAsync("/api/torghut/symbols")).GetProperty("symbols").EnumerateArray().Select(one => one.GetString()!).ToArray();
        await Eventually.HoldsAsync(
            async () => (await _stack.JsonAsync("/api/torghut/ta/latest")).GetProperty("items").GetArrayLength() == symbols.Length, "every symbol has a bar");
        await using var open = await OpenPage.StartAsync(_stack.Address, $"/visuals?symbol={symbols[0]}");
        await open.SettleAsync();
        await open.Page.Locator("#legend time").WaitForAsync();
        await open.Page.EvaluateAsync("() => { globalThis.isSamePage = true; }");
        var before = await LegendTimeAsync(open.Page);
        await Eventually.HoldsAsync(async () => await LegendTimeAsync(open.Page) > before, "a new bar appears");
        Assert.That(await open.Page.EvaluateAsync<bool>("() => globalThis.isSamePage"), Is.True, "without a reload");

        await open.Page.Locator("#symbol").SelectOptionAsync(symbols[1]);
        await open.Page.Locator("#chart-words", new() { HasText = symbols[1] }).WaitForAsync();
        await open.Page.GetByRole(AriaRole.Button, new() { Name = "10 min" }).ClickAsync();
        await open.Page.Locator("#chart-words", new() { HasText = "steps of 1 s" }).WaitForAsync();
        await open.Page.Locator("#chart[data-whole=true]").WaitForAsync();
        await LegendAsync(open.Page, symbols[1]);
        open.AssertQuiet();
    }

    private async Task LegendAsync(IPage page, string symbol)
    {
        await page.Locator("#chart").FocusAsync();
        await page.Keyboard.PressAsync("End");
        for (var second = 0; second < 20; second++)
        {
            await page.Keyboard.PressAsync("ArrowLeft");
        }

        var t = await LegendTimeAsync(page);
        foreach (var (series, fields) in new[] { ("bars", BarFields), ("signals", SignalFields) })
        {
            var from = DateTimeOffset.FromUnixTimeSeconds(t).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var to = DateTimeOffset.FromUnixTimeSeconds(t + 1).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            var answer = await _stack.JsonAsync($"/api/torghut/ta/{series}?symbol={symbol}&from={from}&to={to}&step=1");
            var columns = answer.GetProperty("columns").EnumerateArray().Select(column => column.GetString()).ToList();
            var row = answer.GetProperty("rows").EnumerateArray().Single();
            foreach (var (field, column) in fields)
            {
                var value = row[columns.IndexOf(column)];
                var place = page.Locator($"#legend [data-field='{field}'] data");
                if (value.ValueKind != JsonValueKind.Null)
                {
                    Assert.That(double.Parse((await place.GetAttributeAsync("value"))!, CultureInfo.InvariantCulture), Is.EqualTo(value.GetDouble()), field);
                }
            }
        }
    }

    /// <summary>
    /// As soon as something was earned or lost and something was refused, nothing is decided any more, so that what is compared stands still. Every decision
    /// has its mark, and Enter leads to its explanation.
    /// </summary>
    private async Task DecisionsAsync()
    {
        await Eventually.HoldsAsync(
            async () => await ProfitAsync() != 0
                && (await _stack.RowsAsync("SELECT 1 FROM trade_decisions WHERE status = 'rejected' LIMIT 1", _ => true)).Count > 0,
            "a position was closed, and a decision refused");
        await _stack.HaltAsync("torghut-trading");
        var symbol = (await _stack.RowsAsync(
            "SELECT symbol FROM trade_decisions GROUP BY symbol ORDER BY count(*) DESC, 1 LIMIT 1", row => row.GetString(0))).Single();
        var decisions = await _stack.RowsAsync($"SELECT id FROM trade_decisions WHERE symbol = '{symbol}'", row => row.GetGuid(0));
        await using var open = await OpenPage.StartAsync(_stack.Address, "about:blank");
        var opened = new HashSet<Guid>();

        // The last bar may have a decision or none, so there is one more to go back than there are decisions.
        for (var ups = 0; opened.Count < decisions.Count && ups <= decisions.Count; ups++)
        {
            await open.GoAsync($"/visuals?symbol={symbol}");
            await open.Page.Locator($"#chart[data-decisions='{decisions.Count}']").WaitForAsync();
            opened.UnionWith(await EnterAsync(open, ups));
        }

        Assert.That(opened, Is.EquivalentTo(decisions));
        await TestContext.Out.WriteLineAsync($"{decisions.Count} decisions on {symbol} have their marks, and Enter leads to each");
        open.AssertQuiet();
    }

    /// <summary>Goes so many decisions back from the end and presses Enter: it opens the one that is there, or lists several with a link to each.</summary>
    private static async Task<IReadOnlyCollection<Guid>> EnterAsync(OpenPage open, int ups)
    {
        const string Links = "#bar-card .links a[href^='/decisions/']";
        await open.Page.Locator("#chart").FocusAsync();
        await open.Page.Keyboard.PressAsync("End");
        for (var up = 0; up < ups; up++)
        {
            await open.Page.Keyboard.PressAsync("ArrowUp");
        }

        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.WaitForFunctionAsync("() => location.pathname.startsWith('/decisions/') || !document.querySelector('#bar-card').hidden");
        if (!open.Page.Url.Contains("/decisions/", StringComparison.Ordinal))
        {
            await open.SettleAsync();
            var links = await open.Page.EvaluateAsync<string[]>($"() => [...document.querySelectorAll(\"{Links}\")].map((link) => link.pathname)");
            foreach (var link in links)
            {
                await open.GoAsync(link);
                await ExplainedAsync(open);
            }

            return [.. links.Select(link => Guid.Parse(link.Split('/')[^1]))];
        }

        await ExplainedAsync(open);
        return [Guid.Parse(new Uri(open.Page.Url).Segments[^1])];
    }

    private static async Task ExplainedAsync(OpenPage open)
    {
        await open.Page.WaitForURLAsync(new Regex("/decisions/"));
        await open.SettleAsync();
        Assert.That(await open.Page.Locator("#chain [data-step]").CountAsync(), Is.GreaterThanOrEqualTo(8));
    }

    private async Task RejectedAsync()
    {
        var rows = await _stack.RowsAsync(
            """
            SELECT id, array_to_json(risk_reasons)::text FROM trade_decisions WHERE status = 'rejected' ORDER BY cardinality(risk_reasons) DESC, id LIMIT 1
            """,
            row => (Id: row.GetGuid(0), Reasons: JsonSerializer.Deserialize<string[]>(row.GetString(1))!));
        Assert.That(rows, Is.Not.Empty, "the sandbox rejects some");
        await using var open = await OpenPage.StartAsync(_stack.Address, $"/decisions/{rows[0].Id}");
        await open.SettleAsync();
        var shown = await open.Page.Locator("#reasons code").AllTextContentsAsync();
        Assert.That(rows[0].Reasons, Is.SubsetOf(shown));
        await TestContext.Out.WriteLineAsync($"rejected for {string.Join(", ", rows[0].Reasons)}");
        open.AssertQuiet();
    }

    private async Task TotalsAsync()
    {
        await using var open = await OpenPage.StartAsync(_stack.Address, $"/trading?day={Today}");
        await open.SettleAsync();
        var (profit, (from, to)) = (await ProfitAsync(), Bounds(Today));
        var decisions = (await _stack.RowsAsync(
            $"SELECT count(*) FROM trade_decisions WHERE account_label = '{_stack.Account}' AND market_ts >= '{from}' AND market_ts < '{to}'",
            row => row.GetInt64(0))).Single();
        var shown = await open.Page.Locator("[data-figure=realised] data").GetAttributeAsync("value");
        Assert.That(profit, Is.Not.Zero, "or nothing would be compared");
        Assert.That(decimal.Parse(shown!, CultureInfo.InvariantCulture), Is.EqualTo(profit).Within(0.000001m));
        Assert.That(await FigureAsync(open.Page, "decisions"), Is.EqualTo(decisions));
        await TestContext.Out.WriteLineAsync($"{decisions} decisions, realised {profit}");
        open.AssertQuiet();
    }

    /// <summary>What was realised today, by a statement of its own.</summary>
    private async Task<decimal> ProfitAsync()
    {
        var (from, to) = Bounds(Today);
        return (await _stack.RowsAsync(AverageCostSql.Of(_stack.Account, from, to), row => row.GetDecimal(2))).Sum();
    }

    private static (string From, string To) Bounds(string text)
    {
        var day = DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        return (Iso(NewYork.At(day, TimeOnly.MinValue)), Iso(NewYork.At(day.AddDays(1), TimeOnly.MinValue)));
    }

    private async Task StoppedStoreAsync()
    {
        await using var open = await OpenPage.StartAsync(_stack.Address, "/snapshot");
        await open.Page.Locator("#verdict").WaitForAsync();
        await _stack.HaltAsync("clickhouse");
        await Eventually.HoldsAsync(
            async () =>
            {
                await open.Page.Locator("#refresh").ClickAsync();
                await open.SettleAsync();
                return await open.Page.Locator("#verdict[data-verdict=RED]").CountAsync() > 0
                    && await open.Page.Locator("#verdict", new() { HasTextRegex = new Regex("clickhouse", RegexOptions.IgnoreCase) }).CountAsync() > 0;
            },
            "the snapshot is red and names ClickHouse");
        await TestContext.Out.WriteLineAsync(await open.Page.Locator("#verdict").TextContentAsync());
        open.AssertQuiet();
    }

    private static async Task<long> FigureAsync(IPage page, string name)
    {
        var text = await page.Locator($"[data-figure={name}] dd").First.TextContentAsync();
        return long.Parse(text!.Replace(",", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static async Task<long> LegendTimeAsync(IPage page)
    {
        var text = await page.Locator("#legend time").GetAttributeAsync("datetime");
        return DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture).ToUnixTimeSeconds();
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
