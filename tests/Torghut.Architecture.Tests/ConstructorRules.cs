using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>
/// A class that is made of more than eight things does more than one: give each job a class of its own. Records are data and may be as wide as what they
/// describe.
/// </summary>
public sealed partial class ConstructorRules
{
    private const int Most = 8;

    /// <summary>Wider ones that are still to be taken apart. The list only gets shorter.</summary>
    private static readonly string[] Remaining =
    [
        "services/torghut-ta/Sink/SinkLoop.cs: SinkLoop takes 9",
        "services/torghut-ws/Stream/MarketDataForwarder.cs: MarketDataForwarder takes 12",
        "services/torghut-ws/Stream/MarketDataSession.cs: MarketDataSession takes 13",
        "services/torghut-ws/Stream/SubscriptionManager.cs: SubscriptionManager takes 9",
        "services/torghut-ws/TradeUpdates/TradeUpdatesForwarder.cs: TradeUpdatesForwarder takes 9",
    ];

    [Test]
    public void EveryClass_OfAService_IsMadeOfFewParts()
    {
        var found = WorkTree.Files("services", "*.cs")
            .SelectMany(path => TooWide(File.ReadAllText(path)).Select(problem => $"{WorkTree.Relative(path)}: {problem}"));
        Assert.That(found.Order(StringComparer.Ordinal), Is.EqualTo(Remaining), $"At most {Most} parameters.");
    }

    [TestCase("internal sealed class A(int a, int b, int c, int d, int e, int f, int g, int h);", null)]
    [TestCase("internal sealed class A(int a, int b, int c, int d, int e, int f, int g, int h, int i);", "A takes 9")]
    [TestCase("internal sealed class A<T>(\n    Func<int, (int X, int Y)> a, int b, int c, int d, int e, int f, int g, int h)\n    : B(a, b, c);", null)]
    [TestCase("class A { public A(int a, int b, int c, int d, int e, int f, int g, int h, [X(1, 2)] int i) { } }", "A takes 9")]
    [TestCase("internal sealed record A(int a, int b, int c, int d, int e, int f, int g, int h, int i);", null)]
    [TestCase("internal readonly record struct A(int a, int b, int c, int d, int e, int f, int g, int h, int i);", null)]
    [TestCase("internal struct A(int a, int b, int c, int d, int e, int f, int g, int h, int i);", "A takes 9")]
    public void TooWide_AConstructor_CountsItsParameters(string text, string? expected) => Assert.That(TooWide(text).FirstOrDefault(), Is.EqualTo(expected));

    private static IEnumerable<string> TooWide(string text)
    {
        var classes = Class().Matches(text).Select(match => match.Groups["name"].Value).ToHashSet();
        var primary = PrimaryConstructor().Matches(text);
        var own = OwnConstructor().Matches(text).Where(match => classes.Contains(match.Groups["name"].Value));
        return primary.Concat(own)
            .Select(match => (Name: match.Groups["name"].Value, Count: CountFrom(text, match.Index + match.Length)))
            .Where(entry => entry.Count > Most)
            .Select(entry => $"{entry.Name} takes {entry.Count}");
    }

    /// <summary>Parameters from behind an opening parenthesis to the one that closes it.</summary>
    private static int CountFrom(string text, int start)
    {
        var (depth, commas) = (0, 0);
        for (var at = start; at < text.Length; at++)
        {
            switch (text[at])
            {
                case '(' or '[' or '<' or '{':
                    depth++;
                    break;
                case ')' when depth == 0:
                    return string.IsNullOrWhiteSpace(text[start..at]) ? 0 : commas + 1;
                case ')' or ']' or '>' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    commas++;
                    break;
            }
        }

        return commas + 1;
    }

    [GeneratedRegex(@"(?<!record )\b(?:class|struct)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Class();

    [GeneratedRegex(@"(?<!record )\b(?:class|struct)\s+(?<name>[A-Z]\w*)(?:<[^>(]*>)?\s*\(")]
    private static partial Regex PrimaryConstructor();

    [GeneratedRegex(@"\b(?:public|internal|private|protected)\s+(?<name>[A-Z]\w*)\s*\(")]
    private static partial Regex OwnConstructor();
}
