using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>What a person has asked of the system: no motion, and colours of their own.</summary>
public sealed class MediaTests
{
    private const string Moving =
        """
        () => document.getAnimations().length
            + [...document.querySelectorAll("*")].filter((one) => getComputedStyle(one).transitionDuration.split(", ").some((time) => parseFloat(time) > 0)).length
        """;

    [Test]
    public async Task Motion_NotWanted_IsNotThere()
    {
        await using var server = await FixtureServer.StartAsync(PageState.Loading);
        await using var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path);
        await open.SettleAsync("loading");
        Assert.That(await open.Page.EvaluateAsync<int>(Moving), Is.Zero);
        await open.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        Assert.That(await open.Page.EvaluateAsync<int>(Moving), Is.Positive, "or nothing here would show it");
        open.AssertQuiet();
    }

    /// <summary>The chart draws by itself: the system's colours have to be handed to it.</summary>
    [Test]
    public async Task Colours_Forced_AreThoseOfTheChartToo()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, PageRow.Visuals.Path, Look.Dark);
        await open.SettleAsync();
        await open.LookAsync(Look.Forced);
        await open.Page.WaitForFunctionAsync(
            """
            () => {
                const probe = document.body.appendChild(document.createElement("span"));
                probe.style.backgroundColor = "Canvas";
                const canvas = getComputedStyle(probe).backgroundColor.match(/\d+/g).map(Number);
                probe.remove();
                const drawn = document.querySelector("#chart canvas").getContext("2d").getImageData(4, 4, 1, 1).data;
                return canvas.every((part, index) => drawn[index] === part);
            }
            """);
        var kept = await open.Page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('body *')].filter((one) => getComputedStyle(one).forcedColorAdjust === 'none').map((one) => one.className)");
        await TestContext.Out.WriteLineAsync(string.Join(", ", kept));
        Assert.That(kept, Is.Empty, "colours that are not the person's");
        open.AssertQuiet();
    }
}
