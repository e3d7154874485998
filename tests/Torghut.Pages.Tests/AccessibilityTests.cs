using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>axe finds nothing, of any impact, on any page in any state and theme; and the browser neither (console, policy, requests to others).</summary>
public sealed class AccessibilityTests
{
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

    /// <summary>The busiest page in the light, one in the dark and one with old numbers in forced colours; the rest of the product is long.</summary>
    private static IEnumerable<TestCaseData> Rows()
    {
        Look[] looks = [Look.Light, Look.Dark, Look.Forced, Look.Phone];
        foreach (var page in PageRow.All)
        {
            foreach (var state in Enum.GetValues<PageState>().Where(state => state != PageState.Stale || page.GetsOld))
            {
                foreach (var look in looks)
                {
                    var isShort = page.Name switch
                    {
                        "visuals" or "decision" => (look, state) == (Look.Light, PageState.Filled),
                        "snapshot" => (look, state) == (Look.Dark, PageState.Filled),
                        "trading" => (look, state) == (Look.Forced, PageState.Stale),
                        _ => false,
                    };
                    var row = new TestCaseData(page, state, look).SetArgDisplayNames(page.Name, state.ToString(), look.ToString());
                    yield return isShort ? row : row.SetCategory("Long");
                }
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public async Task Page_InAnyStateAndTheme_BreaksNoRule(object row, object stateAsked, object lookAsked)
    {
        var (page, state, look) = ((PageRow)row, (PageState)stateAsked, (Look)lookAsked);
        await using var server = await FixtureServer.StartAsync(state == PageState.Stale ? PageState.Filled : state);
        var isVisuals = page == PageRow.Visuals;
        if (state == PageState.Stale && isVisuals)
        {
            server.Until = FixtureDay.Noon.ToUnixTimeSeconds() - 45;
        }

        var now = page.GetsOld && state == PageState.Stale ? FixtureDay.Noon : FixtureDay.Evening;
        await using var open = await OpenPage.StartAsync(server, page.Path, look, now);
        await open.SettleAsync(state == PageState.Loading ? ["loading"] : ["filled", "empty", "error", "stale"]);
        if (state == PageState.Stale)
        {
            await AgeAsync(open, server, isVisuals);
        }

        // What is marked as shown may still be painted; axe sees colours as they end.
        await open.Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        var result = await open.Page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Tags] } });
        var found = result.Violations.SelectMany(
            rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html}: {rule.Help} {string.Join(' ', node.Any.Select(check => check.Message))}"));
        Assert.That(found, Is.Empty);
        Assert.That(result.Passes, Is.Not.Empty);
        open.AssertQuiet(isFailing: state != PageState.Filled);
    }

    private static async Task AgeAsync(OpenPage open, FixtureServer server, bool isVisuals)
    {
        if (!isVisuals)
        {
            server.State = PageState.Stale;
            await open.Page.Clock.FastForwardAsync(200_000);
        }

        await open.Page.GetByText("Stale", new() { Exact = false }).Or(open.Page.Locator(".notice.bad")).First.WaitForAsync();
    }
}
