using System.Diagnostics;
using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;
using Torghut.Testing;

namespace Torghut.Pages.Tests.Figures;

/// <summary>What a day that goes on costs a browser: processor time while ten symbols come second by second, and memory over half an hour of seconds.</summary>
[Category("Drill")]
public sealed class LiveFiguresTests
{
    private const int Symbols = 10;
    private const double MostOfACore = 0.05;

    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(60);
    private static readonly long Now = FixtureDay.Noon.ToUnixTimeSeconds();

    /// <summary>A page for each symbol, as somebody has who watches all of them.</summary>
    [Test]
    public async Task Pages_OfTenSymbols_TakeLittleOfACore()
    {
        await using var server = await FixtureServer.StartAsync();
        server.Until = Now;
        var pages = new List<(OpenPage Open, ICDPSession Session)>();
        for (var number = 0; number < Symbols; number++)
        {
            pages.Add(await OpenAsync(server));
        }

        var before = await TaskSecondsAsync(pages);
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var second = 0; clock.Elapsed < Watched; second++)
        {
            Write(server, second);
            await timer.WaitForNextTickAsync();
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var shares = (await TaskSecondsAsync(pages)).Zip(before, (after, first) => (after - first) / seconds).ToArray();
        foreach (var (open, _) in pages)
        {
            open.AssertQuiet();
            await open.DisposeAsync();
        }

        await TestContext.Out.WriteLineAsync(
            $"drill: {Symbols} pages, a bar and a signal a second each over {seconds:0} s: {shares.Sum():0.000} of a core together, "
            + $"at most {shares.Max():0.000} one page");
        Assert.That(shares.Sum(), Is.LessThan(MostOfACore));
    }

    /// <summary>Half an hour of seconds, as they come and thirty times as fast.</summary>
    [TestCase(1)]
    [TestCase(30)]
    [TimeLimit(3600)]
    public async Task Page_OverHalfAnHourOfSeconds_KeepsItsMemory(int speed)
    {
        const int Seconds = 1800;
        const int Each = 300;
        await using var server = await FixtureServer.StartAsync();
        server.Until = Now;
        var (open, session) = await OpenAsync(server);
        await using var disposed = open;
        var heaps = new List<double> { await HeapAsync(session) };
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / speed));
        for (var second = 0; second < Seconds; second++)
        {
            Write(server, second);
            await timer.WaitForNextTickAsync();
            if ((second + 1) % Each == 0)
            {
                heaps.Add(await HeapAsync(session));
            }
        }

        await TestContext.Out.WriteLineAsync(
            $"drill: heap after each five of thirty minutes at {speed} seconds a second, {string.Join(", ", heaps.Select(heap => $"{heap:0.0}"))} MiB");

        // The points themselves stay, a few hundred bytes each; nothing else does.
        Assert.That(heaps[^1] - heaps[1], Is.LessThan(2.0));
        open.AssertQuiet();
    }

    private static async Task<(OpenPage Open, ICDPSession Session)> OpenAsync(FixtureServer server)
    {
        var open = await OpenPage.StartAsync(server.Address, "about:blank");

        // Timers go by the machine's clock, only what the page calls now is the day's.
        await open.Page.Clock.SetFixedTimeAsync(FixtureDay.Noon.UtcDateTime);
        await open.GoAsync(PageRow.Visuals.Path);
        await open.SettleAsync();
        await open.Page.Locator("#live", new() { HasText = "Live" }).WaitForAsync();
        var session = await open.Page.Context.NewCDPSessionAsync(open.Page);
        await session.SendAsync("Performance.enable");
        return (open, session);
    }

    private static void Write(FixtureServer server, int number)
    {
        var bar = server.Market.Bars[FirstIndex(server) + number];
        server.Stream.Add(bar, server.Market.Signals[FirstIndex(server) + number]);
        server.Until = bar.T + 1;
    }

    private static int FirstIndex(FixtureServer server) => server.Market.Bars.FindIndex(bar => bar.T >= Now);

    /// <summary>Seconds that each page's main thread has worked.</summary>
    private static async Task<double[]> TaskSecondsAsync(List<(OpenPage Open, ICDPSession Session)> pages)
    {
        var seconds = new double[pages.Count];
        for (var page = 0; page < pages.Count; page++)
        {
            var metrics = await pages[page].Session.SendAsync("Performance.getMetrics");
            seconds[page] = metrics!.Value.GetProperty("metrics").EnumerateArray()
                .Single(metric => metric.GetProperty("name").GetString() == "TaskDuration").GetProperty("value").GetDouble();
        }

        return seconds;
    }

    private static async Task<double> HeapAsync(ICDPSession session)
    {
        await session.SendAsync("HeapProfiler.collectGarbage");
        var usage = await session.SendAsync("Runtime.getHeapUsage");
        return usage!.Value.GetProperty("usedSize").GetDouble() / (1 << 20);
    }
}
