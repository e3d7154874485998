using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A picture of each page. build/screenshots keeps them in docs/images.</summary>
public sealed class ScreenshotTests
{
    /// <summary>Where pictures are kept; those of a plain run are thrown away.</summary>
    private const string FolderKey = "TORGHUT_SCREENSHOTS";

    private static IEnumerable<TestCaseData> Rows() =>
        from page in PageRow.All
        from look in new[] { Look.Light, Look.Dark, Look.Phone }
        let row = new TestCaseData(page, look).SetArgDisplayNames(page.Name, look.ToString())
        select page.Name == "overview" && look == Look.Dark ? row : row.SetCategory("Long");

    [TestCaseSource(nameof(Rows))]
    public async Task Page_Filled_CanBePictured(object row, object lookAsked)
    {
        var (page, look) = ((PageRow)row, (Look)lookAsked);
        await using var server = await FixtureServer.StartAsync();
        var now = FixtureDay.Evening;
        if (page.Name is "overview" or "symbols")
        {
            now = FixtureDay.Noon;
            server.Until = now.ToUnixTimeSeconds();
            server.Now = now;
        }

        await using var open = await OpenPage.StartAsync(server, page.Path, look, now);
        await open.SettleAsync();
        if (page == PageRow.Visuals)
        {
            // The crosshair on a decision, as a person would look at it.
            await open.Page.Locator("#chart").FocusAsync();
            await open.Page.Keyboard.PressAsync("End");
            await open.Page.Keyboard.PressAsync("ArrowUp");
            await open.Page.EvaluateAsync("() => document.querySelector('#chart-card').scrollIntoView()");
        }

        await open.Page.EvaluateAsync("() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))");
        var picture = await open.Page.ScreenshotAsync(new() { Animations = Microsoft.Playwright.ScreenshotAnimations.Disabled });
        Assert.That(picture, Has.Length.GreaterThan(10_000));
        open.AssertQuiet();
        if (Environment.GetEnvironmentVariable(FolderKey) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{page.Name}-{look.ToString().ToLowerInvariant()}.png"), picture);
        }
    }
}
