using System.Globalization;
using System.Text.RegularExpressions;
using Torghut.Testing;

namespace Torghut.Pages.Tests;

/// <summary>
/// The colours themselves: axe looks at text alone, and not at what a chart draws. <see href="https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio">WCAG 2.2</see>
/// </summary>
public sealed partial class ContrastTests
{
    private static readonly string Css = File.ReadAllText(Path.Combine(Repository.Root, "services/torghut-ops/Pages/web/src/style/tokens.css"));

    private static readonly string[] Grounds = ["page", "surface", "raised", "shade"];

    private static readonly string[] Graphics = ["edge", "focus", "rise", "fall", "line-a", "line-b", "line-c", "line-d", "volume"];

    private static readonly string[] Texts = ["text", "muted", "accent", "good", "warn", "bad"];

    private static readonly Dictionary<string, Dictionary<string, string>> Themes = new()
    {
        ["light"] = Colours(":root {"),
        ["dark"] = Colours(":root[data-theme=\"dark\"] {"),
        ["dark of the system"] = Colours(":root:not([data-theme=\"light\"]) {"),
    };

    [TestCase("light")]
    [TestCase("dark")]
    [TestCase("dark of the system")]
    public void Colours_OfATheme_DifferEnoughFromWhatLiesBelowThem(string theme)
    {
        var colours = Themes[theme];
        Assert.Multiple(() =>
        {
            foreach (var ground in Grounds)
            {
                AssertRatio(colours, Texts, ground, 4.5);
                AssertRatio(colours, Graphics, ground, 3);
            }

            foreach (var tone in new[] { "good", "warn", "bad" })
            {
                AssertRatio(colours, [tone, "text"], $"{tone}-soft", 4.5);
            }

            AssertRatio(colours, ["text", "muted"], "calm-soft", 4.5);
            AssertRatio(colours, ["on-accent"], "accent", 4.5);
        });
    }

    [Test]
    public void Dark_ChosenAndOfTheSystem_IsTheSame() => Assert.That(Themes["dark of the system"], Is.EqualTo(Themes["dark"]));

    private static void AssertRatio(Dictionary<string, string> colours, string[] names, string ground, double least)
    {
        foreach (var name in names)
        {
            var (one, other) = (Luminance(colours[name]), Luminance(colours[ground]));
            Assert.That((Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05), Is.GreaterThanOrEqualTo(least), $"{name} on {ground}");
        }
    }

    private static double Luminance(string colour)
    {
        double[] parts = [.. Enumerable.Range(0, 3).Select(part => Linear(Convert.ToInt32(colour.Substring(1 + (part * 2), 2), 16) / 255.0))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static double Linear(double part) => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4);

    private static Dictionary<string, string> Colours(string selector)
    {
        var start = Css.IndexOf(selector, StringComparison.Ordinal);
        var block = Css[start..Css.IndexOf('}', start)];
        return Colour().Matches(block).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value.ToLower(CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("--([a-z-]+): (#[0-9a-fA-F]{6});")]
    private static partial Regex Colour();
}
