using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Torghut.Pages.Tests;

/// <summary>
/// axe, run in the page itself: pages have no frames, so the blank page that its adapter opens for each run, to put the results of frames together, would be
/// a process more for nothing. Only what breaks a rule is told in full, which is most of the time that axe takes.
/// </summary>
internal static class Axe
{
    private static readonly string[] Tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    public static async Task<AxeFindings> RunAsync(IPage page)
    {
        await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<AxeFindings>(
            """
            async (tags) => {
                const { violations, passes } = await axe.run(document, { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] });
                const told = ({ id, help }, { html, any }) => `${id}: ${html}: ${help} ${any.map(({ message }) => message).join(" ")}`;
                return { broken: violations.flatMap((rule) => rule.nodes.map((node) => told(rule, node))), kept: passes.map(({ id }) => id) };
            }
            """,
            Tags);
    }
}
