using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Torghut.Testing;

namespace Torghut.Pages.Tests;

/// <summary>The report of a backtest, opened as the file that it is: axe finds nothing in it, it asks nobody for anything, and it fits on A4.</summary>
public sealed class BacktestReportTests
{
    /// <summary>What 180 mm, an A4 page within its margins, are in CSS pixels.</summary>
    private const int PrintedWidth = 680;

    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

    private static IEnumerable<TestCaseData> Rows()
    {
        var reports = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/examples/reports"), "*.html").Order(StringComparer.Ordinal).ToList();
        foreach (var (path, i) in reports.Select((path, i) => (path, i)))
        {
            foreach (var look in new[] { Look.Light, Look.Dark, Look.Forced, Look.Phone })
            {
                var row = new TestCaseData(path, look).SetArgDisplayNames(Path.GetFileNameWithoutExtension(path), look.ToString());
                yield return i == 0 && look is Look.Light ? row : row.SetCategory("Long");
            }
        }
    }

    [TestCaseSource(nameof(Rows))]
    public async Task Report_InAnyTheme_BreaksNoRule(string path, object lookAsked)
    {
        var look = (Look)lookAsked;
        var (context, page, complaints) = await OpenAsync(path, look, look == Look.Phone ? 375 : 1280);
        await using (context)
        {
            var result = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = [.. Tags] } });
            Assert.That(result.Violations.SelectMany(rule => rule.Nodes.Select(node => $"{rule.Id}: {node.Html}: {rule.Help}")), Is.Empty);
            Assert.That(result.Passes, Is.Not.Empty);
            var background = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            Assert.That(background, look == Look.Dark ? Is.Not.EqualTo("rgb(255, 255, 255)") : Is.Not.Empty, "dark is dark");
            Assert.That(complaints, Is.Empty);
        }
    }

    [Test]
    public async Task Report_Printed_FitsOnA4()
    {
        var path = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs/examples/reports"), "*.html").Order(StringComparer.Ordinal).First();
        var (context, page, _) = await OpenAsync(path, Look.Dark, PrintedWidth);
        await using (context)
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print, ColorScheme = ColorScheme.Dark });
            var wide = await page.EvaluateAsync<string[]>(
                "() => [...document.querySelectorAll('body, .wide, table, svg')].filter((e) => e.scrollWidth > innerWidth).map((e) => e.outerHTML.slice(0, 120))");
            Assert.That(wide, Is.Empty, "what is wider than the paper is cut off");
            Assert.That(
                await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor"), Is.EqualTo("rgb(255, 255, 255)"), "paper is white");
            var printed = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
            Assert.That(System.Text.Encoding.Latin1.GetString(printed), Does.Match(@"/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]"));
        }
    }

    private static async Task<(IBrowserContext Context, IPage Page, List<string> Complaints)> OpenAsync(string path, Look look, int width)
    {
        var context = await Browser.Shared.NewContextAsync(new BrowserNewContextOptions
        {
            ColorScheme = look == Look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            ForcedColors = look == Look.Forced ? ForcedColors.Active : ForcedColors.None,
            ViewportSize = new ViewportSize { Width = width, Height = 900 },
        });
        var page = await context.NewPageAsync();
        var (complaints, address) = (new List<string>(), new Uri(path).AbsoluteUri);
        page.Console += (_, message) => complaints.Add($"{message.Type}: {message.Text}");
        page.PageError += (_, error) => complaints.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (request.Url != address)
            {
                complaints.Add($"request: {request.Url}");
            }
        };
        await page.GotoAsync(address);
        return (context, page, complaints);
    }
}
