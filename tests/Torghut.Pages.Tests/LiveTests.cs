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

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
