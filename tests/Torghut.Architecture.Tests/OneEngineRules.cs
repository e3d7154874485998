using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>A backtest is the live service's own code with another clock and other adapters (ADR 0040): nothing of it exists twice.</summary>
public sealed partial class OneEngineRules
{
    private const string Trading = "services/torghut-trading";
    private const string Contracts = "libs/Torghut.Contracts/";

    /// <summary>What the words of a type's name belong to, and the folders where such a type may be declared.</summary>
    private static readonly (string Words, string[] Homes)[] Homes =
    [
        ("Microbar\\w*|BarBuilder|BarAggregat\\w+", [Contracts, "services/torghut-ta/"]),
        ("Indicator\\w*|Macd|Rsi|Ema|Sma|Bollinger\\w*|Vwap\\w*", [Contracts, "services/torghut-ta/Indicators/"]),
        ("PositionSizer\\w*|Sizer\\w*", [$"{Trading}/Sizing/"]),
        ("RiskEngine\\w*|RiskCheck\\w*", [$"{Trading}/Risk/"]),
        ("OrderPolicy\\w*", [$"{Trading}/Execution/"]),
    ];

    /// <summary>The pure functions of a decision.</summary>
    private static readonly string[] Shared =
        ["FeatureQualityGate.Evaluate(", "StrategyEvaluator.Evaluate(", "OrderProposer.Propose(", "OrderProposer.Check("];

    [TestCaseSource(nameof(Shared))]
    public void Decision_EachStep_IsTheSameFunctionLiveAndInABacktest(string call)
    {
        Assert.That(Callers("Backtest", call), Is.Not.Empty, $"A backtest decides by {call}…).");
        Assert.That(Callers("Loop", call), Is.Not.Empty, $"The live loop decides by {call}…).");
    }

    [Test]
    public void Types_OfTheEngine_HaveOneHome()
    {
        var strays = from file in Sources()
                     from Match type in Declaration().Matches(File.ReadAllText(file))
                     from home in Homes
                     where Regex.IsMatch(type.Groups["name"].Value, $"^({home.Words})$", RegexOptions.ExplicitCapture)
                         && !home.Homes.Any(WorkTree.Relative(file).StartsWith)
                     select $"{WorkTree.Relative(file)}: {type.Groups["name"].Value}";

        Assert.That(strays, Is.Empty, "Bars, indicators, sizing, risk and order policy exist once: call what is there.");
    }

    [Test]
    public void Strategies_Each_StandAmongTheStrategies()
    {
        var strays = Sources().Where(file => Strategy().IsMatch(File.ReadAllText(file))).Select(WorkTree.Relative)
            .Where(file => !file.StartsWith($"{Trading}/Strategies/", StringComparison.Ordinal));

        Assert.That(strays, Is.Empty, "A strategy that only a backtest knows is not what trades.");
    }

    private static IEnumerable<string> Sources() => new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"));

    private static IEnumerable<string> Callers(string folder, string call) => WorkTree.Files($"{Trading}/{folder}", "*.cs")
        .Where(file => File.ReadAllText(file).Contains(call, StringComparison.Ordinal)).Select(WorkTree.Relative);

    [GeneratedRegex(
        @"^\s*(public|internal|private|file).*\b(class|struct|record|interface)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(class|record)\s+\w+[^{;]*:\s*[^{;]*\bIStrategyPlugin\b")]
    private static partial Regex Strategy();
}
