using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A page in a context of its own. It may say nothing on the console, break no policy and ask nobody but its service.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    /// <summary>What the browser itself writes about an answer that is an error; a page cannot keep it from doing so.</summary>
    private const string FailedLoad = "Failed to load resource: the server responded with a status of";

    /// <summary>What the browser writes when a test looks at a chart's pixels; a page never does.</summary>
    private const string OwnLook = "getImageData";

    private const float Timeout = 120_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private OpenPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    public static async Task<OpenPage> StartAsync(FixtureServer server, string path, Look look = Look.Light, DateTimeOffset? now = null)
    {
        var context = await Browser.Shared.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = server.Address.ToString(),
            ColorScheme = look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ForcedColors = look == Look.Forced ? ForcedColors.Active : ForcedColors.None,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = look == Look.Phone ? new ViewportSize { Width = 375, Height = 812 } : new ViewportSize { Width = 1280, Height = 900 },
            // A zone that is neither New York's nor UTC: what is shown may not depend on where a person sits.
            TimezoneId = "Asia/Kolkata",
            Locale = "de-DE",
        });
        context.SetDefaultTimeout(Timeout);
        var page = await context.NewPageAsync();
        var open = new OpenPage(context, page);
        await open.WatchAsync(server);
        await page.Clock.InstallAsync(new ClockInstallOptions { TimeDate = (now ?? FixtureDay.Evening).UtcDateTime });
        await page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });
        return open;
    }

    /// <summary>Waits until every part of the page is in one of the states.</summary>
    public Task SettleAsync(params string[] states) => Page.WaitForFunctionAsync(
        """
        (states) => {
            const parts = [...document.querySelectorAll("section[data-state]")].filter((part) => !part.hidden);
            const isSettled = ({ dataset, ariaBusy }) => states.includes(dataset.state) && (dataset.state === "loading" || ariaBusy !== "true");
            return parts.length > 0 && parts.every(isSettled);
        }
        """,
        states);

    public Task SettleAsync() => SettleAsync("filled", "empty", "error", "stale");

    /// <param name="isFailing">Whether the service gives errors, of which the browser itself writes a line.</param>
    public void AssertQuiet(bool isFailing = false) =>
        Assert.That(_complaints.Where(line => !isFailing || !line.Contains(FailedLoad, StringComparison.Ordinal)), Is.Empty);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private async Task WatchAsync(FixtureServer server)
    {
        await Page.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', (e) => console.error(`policy: ${e.effectiveDirective} ${e.blockedURI} ${e.sample}`))");
        Page.Console += (_, message) =>
        {
            if (!message.Text.Contains(OwnLook, StringComparison.Ordinal))
            {
                _complaints.Add($"{message.Type}: {message.Text}");
            }
        };
        Page.PageError += (_, error) => _complaints.Add($"error: {error}");
        // Taken now: a request may still be reported when the server is gone.
        var authority = server.Address.Authority;
        Page.Request += (_, request) =>
        {
            var address = new Uri(request.Url);
            if (address.Scheme is not ("data" or "blob") && address.Authority != authority)
            {
                _complaints.Add($"request: {request.Url}");
            }
        };
    }
}
