using Microsoft.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A page in a context of its own. It may say nothing on the console, break no policy and ask nobody but its service.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    /// <summary>What the browser itself writes about an answer that is an error; a page cannot keep it from doing so.</summary>
    private const string FailedLoad = "Failed to load resource: ";

    /// <summary>What the browser writes when a test looks at a chart's pixels; a page never does.</summary>
    private const string OwnLook = "getImageData";

    private const float Timeout = 120_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private OpenPage(IBrowserContext context, IPage page) => (_context, Page) = (context, page);

    public IPage Page { get; }

    /// <summary>A page over recorded answers, whose clock is set.</summary>
    /// <param name="script">Runs before those of the page.</param>
    public static async Task<OpenPage> StartAsync(
        FixtureServer server, string path, Look look = Look.Light, DateTimeOffset? now = null, string? script = null)
    {
        var open = await MakeAsync(server.Address, look, script);
        await open.Page.Clock.InstallAsync(new ClockInstallOptions { TimeDate = (now ?? FixtureDay.Evening).UtcDateTime });
        await open.GoAsync(path);
        return open;
    }

    /// <summary>A page of a service that runs, with the machine's clock.</summary>
    public static async Task<OpenPage> StartAsync(Uri service, string path, string? script = null)
    {
        var open = await MakeAsync(service, Look.Light, script);
        await open.GoAsync(path);
        return open;
    }

    public Task GoAsync(string path) => Page.GotoAsync(path, new PageGotoOptions { WaitUntil = WaitUntilState.DOMContentLoaded });

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

    /// <summary>Shows it in another theme or size, as it looks when all of it is painted.</summary>
    public async Task LookAsync(Look look)
    {
        await Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = SchemeOf(look), ForcedColors = ForcedOf(look) });
        await Page.SetViewportSizeAsync(SizeOf(look).Width, SizeOf(look).Height);
        await Page.EvaluateAsync(
            "() => document.fonts.ready.then(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))");
    }

    /// <param name="isFailing">Whether the service gives errors, of which the browser itself writes a line.</param>
    public void AssertQuiet(bool isFailing = false) =>
        Assert.That(_complaints.Where(line => !isFailing || !line.Contains(FailedLoad, StringComparison.Ordinal)), Is.Empty);

    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    private static async Task<OpenPage> MakeAsync(Uri service, Look look, string? script)
    {
        var context = await Browser.Shared.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = service.ToString(),
            ColorScheme = SchemeOf(look),
            ForcedColors = ForcedOf(look),
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = SizeOf(look),
            // A zone that is neither New York's nor UTC: what is shown may not depend on where a person sits.
            TimezoneId = "Asia/Kolkata",
            Locale = "de-DE",
        });
        context.SetDefaultTimeout(Timeout);
        var open = new OpenPage(context, await context.NewPageAsync());
        await open.WatchAsync(service);
        if (script is not null)
        {
            await open.Page.AddInitScriptAsync(script);
        }

        return open;
    }

    private static ColorScheme SchemeOf(Look look) => look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light;

    private static ForcedColors ForcedOf(Look look) => look == Look.Forced ? ForcedColors.Active : ForcedColors.None;

    private static ViewportSize SizeOf(Look look) =>
        look == Look.Phone ? new ViewportSize { Width = 375, Height = 812 } : new ViewportSize { Width = 1280, Height = 900 };

    private async Task WatchAsync(Uri service)
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
        var authority = service.Authority;
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
