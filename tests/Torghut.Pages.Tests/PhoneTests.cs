using Torghut.Pages.Tests.Fixtures;

namespace Torghut.Pages.Tests;

/// <summary>A screen of 375 pixels: nothing to scroll sideways but within tables, nothing to touch that is smaller than a fingertip.</summary>
public sealed class PhoneTests
{
    private static IEnumerable<TestCaseData> Pages => PageRow.All.Select(row => new TestCaseData(row).SetArgDisplayNames(row.Name));

    [TestCaseSource(nameof(Pages))]
    public async Task Page_OnAPhone_FitsAndHasTargetsOf44(object row)
    {
        await using var server = await FixtureServer.StartAsync();
        await using var open = await OpenPage.StartAsync(server, ((PageRow)row).Path, Look.Phone);
        await open.SettleAsync();
        var width = await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth");
        Assert.That(width, Is.LessThanOrEqualTo(375), "the page scrolls sideways");
        var small = await open.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll("a[href], button, select, input, summary")]
                .map((target) => target.closest("label") ?? target)
                .filter((target) => target.checkVisibility() && !target.classList.contains("skip"))
                // A link within a sentence is as high as its line (WCAG 2.5.8, inline).
                .filter((target) => !(target.matches("p a:not(footer a):not(.brand a)")))
                .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 90)])
                .filter(([box]) => box.width < 43.9 || box.height < 43.9)
                .map(([box, html]) => `${box.width.toFixed(0)}x${box.height.toFixed(0)} ${html}`)
            """);
        Assert.That(small, Is.Empty);
        open.AssertQuiet();
    }
}
