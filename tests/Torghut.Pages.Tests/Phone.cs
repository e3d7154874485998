using Microsoft.Playwright;

namespace Torghut.Pages.Tests;

/// <summary>A screen of 375 pixels: nothing to scroll sideways but within tables, nothing to touch that is smaller than a fingertip.</summary>
internal static class Phone
{
    /// <summary>What is too wide or too small; nothing where all fits.</summary>
    public static Task<string[]> FindAsync(IPage page) => page.EvaluateAsync<string[]>(
        """
        () => [
            ...(document.documentElement.scrollWidth > 375 ? [`the page scrolls sideways: ${document.documentElement.scrollWidth}`] : []),
            ...[...document.querySelectorAll("a[href], button, select, input, summary")]
                .map((target) => target.closest("label") ?? target)
                .filter((target) => target.checkVisibility() && !target.classList.contains("skip"))
                // A link within a sentence is as high as its line (WCAG 2.5.8, inline).
                .filter((target) => !(target.matches("p a:not(footer a):not(.brand a)")))
                .map((target) => [target.getBoundingClientRect(), target.outerHTML.slice(0, 90)])
                .filter(([box]) => box.width < 43.9 || box.height < 43.9)
                .map(([box, html]) => `${box.width.toFixed(0)}x${box.height.toFixed(0)} ${html}`),
        ]
        """);
}
