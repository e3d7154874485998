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

    /// <summary>Nothing is decided any more, so that what is compared stands still. Every decision has its mark, and Enter opens its explanation.</summary>
    private async Task DecisionsAsync()
    {
        await Eventually.HoldsAsync(
            async () => (await _stack.RowsAsync("SELECT 1 FROM executions WHERE filled_qty > 0 LIMIT 1", _ => true)).Count > 0, "something was filled");
        await _stack.HaltAsync("torghut-trading");
        var (symbol, count) = (await _stack.RowsAsync(
            "SELECT symbol, count(*) FROM trade_decisions GROUP BY symbol ORDER BY 2 DESC, 1 LIMIT 1", row => (row.GetString(0), row.GetInt64(1)))).Single();
        await using var open = await OpenPage.StartAsync(_stack.Address, $"/visuals?symbol={symbol}");
        await open.Page.Locator($"#chart[data-decisions='{count}']").WaitForAsync();
        await TestContext.Out.WriteLineAsync($"{count} decisions on {symbol} have their marks");
        await open.Page.Locator("#chart").FocusAsync();
        await open.Page.Keyboard.PressAsync("End");
        await open.Page.Keyboard.PressAsync("ArrowUp");
        await open.Page.Keyboard.PressAsync("Enter");
        await open.Page.WaitForFunctionAsync("() => location.pathname.startsWith('/decisions/') || !document.querySelector('#bar-card').hidden");
        if (!open.Page.Url.Contains("/decisions/", StringComparison.Ordinal))
        {
            await open.Page.Locator("#bar-card .links a").First.ClickAsync();
        }

        await open.Page.WaitForURLAsync(new Regex("/decisions/"));
        await open.SettleAsync();
        Assert.That(await open.Page.Locator("#chain [data-step]").CountAsync(), Is.GreaterThanOrEqualTo(8));
        open.AssertQuiet();
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
        var day = DateOnly.ParseExact(Today, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        var (from, to) = (Iso(NewYork.At(day, TimeOnly.MinValue)), Iso(NewYork.At(day.AddDays(1), TimeOnly.MinValue)));
        var profit = (await _stack.RowsAsync(AverageCostSql.Of(_stack.Account, from, to), row => row.GetDecimal(2))).Sum();
        var decisions = await CountAsync("trade_decisions", "market_ts");
        var shown = await open.Page.Locator("[data-figure=realised] data").GetAttributeAsync("value");
        Assert.That(decimal.Parse(shown!, CultureInfo.InvariantCulture), Is.EqualTo(profit).Within(0.000001m));
        Assert.That(await FigureAsync(open.Page, "decisions"), Is.EqualTo(decisions));
        await TestContext.Out.WriteLineAsync($"{decisions} decisions, realised {profit}");
        open.AssertQuiet();

        async Task<long> CountAsync(string table, string time) => (await _stack.RowsAsync(
            $"SELECT count(*) FROM {table} WHERE account_label = '{_stack.Account}' AND {time} >= '{from}' AND {time} < '{to}'",
            row => row.GetInt64(0))).Single();
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
