using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A service with a viewer's token: the page says so, asks, keeps the token for the tab alone and sends it with everything.</summary>
public sealed class TokenTests
{
    private const string Token = "viewer-token-of-the-test";

    [Test]
    public async Task Page_TokenIsConfigured_AsksUntilItIsRightAndSendsIt()
    {
        await using var server = await FixtureServer.StartAsync();
        server.Token = Token;
        await using var open = await OpenPage.StartAsync(server, $"/trading?day={FixtureDay.Text}");
        var page = open.Page;
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByText("This service asks for a token").WaitForAsync();
        Assert.That(await dialog.TextContentAsync(), Does.Contain("TORGHUT_OPS_VIEWER_TOKEN"));
        await page.Keyboard.TypeAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await dialog.GetByText("That token was refused").WaitForAsync();
        await page.Keyboard.TypeAsync(Token);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-figure=realised] data").WaitForAsync();
        Assert.That(await page.EvaluateAsync<int>("() => localStorage.length"), Is.Zero, "kept for the tab alone");
        Assert.That(page.Url, Does.Not.Contain(Token));

        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "CSV of Decisions" }).ClickAsync());
        Assert.That(await File.ReadAllTextAsync(await download.PathAsync()), Does.StartWith("id,symbol"));
        open.AssertQuiet(isFailing: true);
    }

    [Test]
    public async Task Download_NoToken_IsAPlainLink()
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, $"/trading?day={FixtureDay.Text}");
        await open.SettleAsync();
        var link = open.Page.GetByRole(AriaRole.Link, new() { Name = "CSV of Decisions" });
        Assert.That(await link.GetAttributeAsync("href"), Is.EqualTo($"/api/torghut/trading/decisions?day={FixtureDay.Text}&limit=500&format=csv"));
        var download = await open.Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        Assert.That(download.SuggestedFilename, Is.EqualTo("decisions.csv"));
        open.AssertQuiet();
    }
}
