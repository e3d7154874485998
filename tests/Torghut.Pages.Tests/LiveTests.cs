using System.Globalization;
using Torghut.Pages.Tests.Fixtures;
using Torghut.Testing;

namespace Torghut.Pages.Tests;

/// <summary>A day that goes on: the newest seconds come by themselves, once each, however often the stream is cut.</summary>
public sealed class LiveTests
{
    private static readonly long Now = FixtureDay.Noon.ToUnixTimeSeconds();

    /// <summary>The page's clock is behind the data, so that no slow machine makes it look old.</summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(10);

    [Test]
    public async Task Bar_NewInTheStream_AppearsWithoutAReload()
    {
        await using var server = await StartAsync();
        await using var open = await OpenAsync(server, "day");
        await open.Page.EvaluateAsync("() => { globalThis.isSamePage = true; }");
        var second = Next(server, 0);
        server.Stream.Add(second);
        await open.Page.Locator($"#legend [data-field='Close'] data[value='{Text(second.C)}']").WaitForAsync();
        await open.Page.Locator($"#legend [data-field='Volume'] data[value='{Text(second.V)}']").WaitForAsync();
        Assert.That(await open.Page.EvaluateAsync<bool>("() => globalThis.isSamePage"), Is.True);
        Assert.That(await open.Page.Locator("#live").TextContentAsync(), Is.EqualTo("Live"));
        open.AssertQuiet();
    }

    /// <summary>
    /// The store is behind the log all the while, and some of the cuts come before the stream has named a place: what neither the first history nor the
    /// stream had is there in the end, once.
    /// </summary>
    [TestCase(3)]
    [TestCase(20, Category = "Long")]
    public async Task Stream_CutAgainAndAgain_NoBarIsMissingOrDoubled(int cuts)
    {
        const int StoreIsBehind = 12;
        await using var server = await StartAsync();
        var written = 0;
        for (; written < StoreIsBehind; written++)
        {
            Write(server, written);
        }

        server.Stream.BrokenAtFirst = 2;
        await using var open = await OpenAsync(server, "10m");
        for (var cut = 0; cut < cuts; cut++)
        {
            var opened = server.Stream.Opened;
            for (var until = written + 5; written < until; written++)
            {
                Write(server, written);
            }

            server.Until = Next(server, written - StoreIsBehind).T;
            server.Stream.Cut();
            await Eventually.HoldsAsync(() => server.Stream.Opened > opened, "the page comes again");
        }

        Write(server, written++);
        server.Until = Next(server, written).T;
        var shown = await EventuallyWholeAsync(open);
        var words = (await open.Page.Locator("#chart-words").TextContentAsync())!;
        await TestContext.Out.WriteLineAsync(words);
        var step = int.Parse(words.Split("steps of ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        var expected = server.Market.Read(isBars: true, Now - 300, server.Until.Value, step, 2000).Rows
            .Select(row => ((long)row[0]!, Text((double)row[4]!))).ToList();
        Assert.That(shown.Where(row => row.T >= Now - 300), Is.EqualTo(expected));
        await TestContext.Out.WriteLineAsync($"{expected.Count} bars over {server.Stream.Opened} connections");
        open.AssertQuiet(isFailing: true);
    }

    /// <summary>A history that is behind when the page is opened, and a stream that brings nothing for a while.</summary>
    [Test]
    public async Task History_StoredLater_IsReadAgainUntilItMeetsTheStream()
    {
        await using var server = await StartAsync();
        for (var number = 0; number < 20; number++)
        {
            Write(server, number);
        }

        await using var open = await OpenAsync(server, "day");
        Write(server, 20);
        await open.Page.Locator($"#legend [data-field='Close'] data[value='{Text(Next(server, 20).C)}']").WaitForAsync();
        server.Until = Next(server, 21).T;
        var shown = await EventuallyWholeAsync(open);
        var steps = server.Market.Read(isBars: true, Now - 300, server.Until.Value, 10, 2000).Rows.Select(row => ((long)row[0]!, Text((double)row[4]!)));
        Assert.That(shown.Where(row => row.T >= Now - 300), Is.EqualTo(steps));
        open.AssertQuiet();
    }

    [Test]
    public async Task Stream_ThatIsSilentInTheSession_IsCalledStale()
    {
        await using var server = await StartAsync();
        await using var open = await OpenAsync(server, "day");
        await open.Page.Clock.FastForwardAsync(700_000);
        await open.Page.Locator("#live", new() { HasText = "Stale: the last bar is" }).WaitForAsync();
        server.Stream.Add(Next(server, 900));
        await open.Page.Locator("#live", new() { HasText = "Live" }).WaitForAsync();
        open.AssertQuiet();
    }

    private static async Task<FixtureServer> StartAsync()
    {
        var server = await FixtureServer.StartAsync();
        server.Until = Now;
        return server;
    }

    private static async Task<OpenPage> OpenAsync(FixtureServer server, string range)
    {
        var open = await OpenPage.StartAsync(server, $"{PageRow.Visuals.Path}&range={range}", now: FixtureDay.Noon - Behind);
        await open.SettleAsync();
        await open.Page.Locator("#live", new() { HasText = "Live" }).WaitForAsync();
        await Eventually.HoldsAsync(() => server.Stream.Opened > 0, "the page listens");
        return open;
    }

    /// <summary>A bar after those that the history has.</summary>
    private static FixtureBar Next(FixtureServer server, int number) => server.Market.Bars.Where(bar => bar.T >= Now).ElementAt(number);

    private static void Write(FixtureServer server, int number)
    {
        var bar = Next(server, number);
        server.Stream.Add(bar, server.Market.Signals.Find(row => (long)row[0]! == bar.T));
    }

    /// <summary>Start and close of every row of the chart's table, when nothing is missing any more.</summary>
    private static async Task<List<(long T, string Close)>> EventuallyWholeAsync(OpenPage open)
    {
        await Eventually.HoldsAsync(
            async () =>
            {
                await open.Page.Clock.FastForwardAsync(61_000);
                return await open.Page.Locator("#chart[data-whole=true]").CountAsync() > 0;
            },
            "the history meets the stream");
        await open.Page.Locator("#twin summary").ClickAsync();
        var rows = await open.Page.EvaluateAsync<string[]>(
            """
            () => {
                const rows = new Map();
                const [earlier, later] = document.querySelectorAll("#twin button");
                for (let page = 0; page < 8; page++) {
                    later.click();
                }

                for (let page = 0; page < 8; page++) {
                    const first = Number(/Rows (\d+)/.exec(document.querySelector("#twin").textContent)[1]);
                    document.querySelectorAll("#twin tbody tr").forEach((row, index) => {
                        const t = Date.parse(row.querySelector("time").dateTime) / 1000;
                        rows.set(first + index, `${t} ${row.querySelectorAll("td")[3].firstChild.value}`);
                    });
                    earlier.click();
                }
                return [...rows.values()];
            }
            """);
        return [.. rows.Select(row => row.Split(' ')).Select(row => (long.Parse(row[0], CultureInfo.InvariantCulture), row[1])).Order()];
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
