using Microsoft.Playwright;

namespace Torghut.Pages.Tests;

/// <summary>One browser for all tests: Debian's, never a downloaded one.</summary>
[SetUpFixture]
internal sealed class Browser
{
    /// <summary>The one without a window of its own first: a page takes it a quarter of the work.</summary>
    private static readonly string[] Homes = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static IPlaywright? _playwright;

    public static IBrowser Shared { get; private set; } = null!;

    [OneTimeSetUp]
    public async Task LaunchAsync()
    {
        var path = Array.Find(Homes, File.Exists);
        Assert.That(path, Is.Not.Null, "Chromium is missing: build/bootstrap brings it.");
        _playwright = await Playwright.CreateAsync();
        Shared = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Timeout = 180_000 });
    }

    [OneTimeTearDown]
    public async Task CloseAsync()
    {
        await Shared.CloseAsync();
        _playwright?.Dispose();
    }
}
