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

    [TestCase(3)]
    [TestCase(20, Category = "Long")]
    public async Task Stream_CutAgainAndAgain_MissesNoBarAndDoublesNone(int cuts)
    {
        await using var server = await StartAsync();
        await using var open = await OpenAsync(server, "10m");
        var random = new Random(cuts);
        List<FixtureBar> sent = [];
        for (var cut = 0; cut < cuts; cut++)
        {
            var opened = server.Stream.Opened;
            for (var i = 0; i < 5; i++)
            {
                sent.Add(Next(server, sent.Count));
                server.Stream.Add(sent[^1]);
                if (i == random.Next(5))
                {
                    server.Stream.Cut();
                }
            }

            server.Stream.Cut();
            await Eventually.HoldsAsync(() => server.Stream.Opened > opened, "the page comes back");
        }

        await open.Page.Locator($"#legend time[datetime='{Time(sent[^1])}']").WaitForAsync();
        await open.Page.Locator("#twin summary").ClickAsync();
        await open.Page.Locator("#twin tbody tr").Last.WaitForAsync();
        List<string> times = [], closes = [];
        while (times.Count < sent.Count)
        {
            var rows = open.Page.Locator("#twin tbody tr");
            times.InsertRange(0, await rows.Locator("time").EvaluateAllAsync<string[]>("(all) => all.map((time) => time.dateTime)"));
            closes.InsertRange(0, await rows.Locator("td:nth-child(5) > *").EvaluateAllAsync<string[]>("(all) => all.map((cell) => cell.value ?? '')"));
            await open.Page.Locator("#twin button", new() { HasText = "Earlier" }).ClickAsync();
        }

        var expected = sent.Select(bar => $"{Time(bar)} {Text(bar.C)}");
        Assert.That(times.Zip(closes, (time, close) => $"{time} {close}").TakeLast(sent.Count), Is.EqualTo(expected));
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

    /// <summary>A second behind what the history has; none is left out.</summary>
    private static FixtureBar Next(FixtureServer server, int number)
    {
        var bar = server.Market.Bars.First(candidate => candidate.T >= Now + number);
        return bar with { T = Now + number };
    }

    private static string Time(FixtureBar bar) =>
        DateTimeOffset.FromUnixTimeSeconds(bar.T).UtcDateTime.ToString(FixtureAnswers.TimeForm, CultureInfo.InvariantCulture);

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
