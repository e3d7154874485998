using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>axe finds nothing, of any impact, on any page in any state and theme; and the browser neither (console, policy, requests to others).</summary>
public sealed class AccessibilityTests
{
    /// <summary>The phone's last: what only it has to keep is looked at then.</summary>
    private static readonly Look[] Looks = [Look.Light, Look.Dark, Look.Forced, Look.Phone];

    /// <summary>Every page with what it has to show, every state and every theme among the rows; the rest of the product is long.</summary>
    private static IEnumerable<TestCaseData> Some() =>
        from row in new (string Page, PageState State, Look Look)[]
        {
            ("overview", PageState.Filled, Look.Light), ("symbols", PageState.Filled, Look.Dark), ("visuals", PageState.Filled, Look.Light),
            ("trading", PageState.Filled, Look.Dark), ("decision", PageState.Filled, Look.Light), ("why", PageState.Filled, Look.Forced),
            ("backtest", PageState.Filled, Look.Dark), ("snapshot", PageState.Filled, Look.Dark), ("trading", PageState.Stale, Look.Forced),
            ("symbols", PageState.Empty, Look.Light), ("visuals", PageState.Error, Look.Light), ("decision", PageState.Loading, Look.Dark),
        }
        let page = PageRow.All.Single(page => page.Name == row.Page)
        select new TestCaseData(page, row.State, row.Look).SetArgDisplayNames(row.Page, row.State.ToString(), row.Look.ToString());

    private static IEnumerable<TestCaseData> All() =>
        from page in PageRow.All
        from state in Enum.GetValues<PageState>()
        where state != PageState.Stale || page.GetsOld
        select new TestCaseData(page, state).SetArgDisplayNames(page.Name, state.ToString());

    [TestCaseSource(nameof(Some))]
    public async Task Page_InATheme_BreaksNoRuleAndFitsOnAPhone(object page, object state, object look)
    {
        await using var server = await StartAsync((PageState)state);
        await using var open = await OpenAsync(server, (PageRow)page, (PageState)state, (Look)look);
        await AssertRulesAsync(open, (Look)look);
        await open.LookAsync(Look.Phone);
        Assert.That(await Phone.FindAsync(open.Page), Is.Empty);
        open.AssertQuiet(isFailing: (PageState)state != PageState.Filled);
    }

    /// <summary>One page is looked at in every theme: whoever changes theirs sees the page anew without a load.</summary>
    [TestCaseSource(nameof(All)), Category("Long")]
    public async Task Page_InAnyState_BreaksNoRuleInAnyTheme(object page, object state)
    {
        await using var server = await StartAsync((PageState)state);
        await using var open = await OpenAsync(server, (PageRow)page, (PageState)state, Looks[0]);
        foreach (var look in Looks)
        {
            await open.LookAsync(look);
            await AssertRulesAsync(open, look);
        }

        Assert.That(await Phone.FindAsync(open.Page), Is.Empty);
        open.AssertQuiet(isFailing: (PageState)state != PageState.Filled);
    }

    private static Task<FixtureServer> StartAsync(PageState state) => FixtureServer.StartAsync(state == PageState.Stale ? PageState.Filled : state);

    private static async Task<OpenPage> OpenAsync(FixtureServer server, PageRow page, PageState state, Look look)
    {
        var isVisuals = page == PageRow.Visuals;
        if (state == PageState.Stale && isVisuals)
        {
            server.Until = FixtureDay.Noon.ToUnixTimeSeconds() - 45;
        }

        var now = page.GetsOld && state == PageState.Stale ? FixtureDay.Noon : FixtureDay.Evening;
        server.Now = now;
        var open = await OpenPage.StartAsync(server, page.Path, look, now);
        await open.SettleAsync(state == PageState.Loading ? ["loading"] : ["filled", "empty", "error", "stale"]);
        if (state == PageState.Stale)
        {
            await AgeAsync(open, server, isVisuals);
        }

        // What is marked as shown may still be painted; axe sees colours as they end.
        await open.LookAsync(look);
        return open;
    }

    private static async Task AssertRulesAsync(OpenPage open, Look look)
    {
        var found = await Axe.RunAsync(open.Page);
        Assert.That(found.Broken, Is.Empty, look.ToString());
        Assert.That(found.Kept, Does.Contain("color-contrast").And.Contain("target-size"), look.ToString());
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
