using System.Text.RegularExpressions;

namespace Torghut.Architecture.Tests;

/// <summary>A backtest is the live service's own code with another clock and other adapters (ADR 0040): nothing of it exists twice.</summary>
public sealed partial class OneEngineRules
{
    private const string Trading = "services/torghut-trading";

    /// <summary>The folders that hold the engine, each with a type that is there as long as they are.</summary>
    private static readonly Dictionary<string, string> Engine = new(StringComparer.Ordinal)
    {
        ["services/torghut-ta/Microbars/"] = "BarAggregation",
        ["services/torghut-ta/Indicators/"] = "IndicatorSet",
        [$"{Trading}/Sizing/"] = "PositionSizer",
        [$"{Trading}/Risk/"] = "RiskEngine",
        [$"{Trading}/Execution/"] = "OrderPolicy",
        [$"{Trading}/Strategies/"] = "MacdRsiStrategy",
    };

    /// <summary>Those of them that hold nothing else.</summary>
    private static readonly string[] Pure = ["services/torghut-ta/Microbars/", "services/torghut-ta/Indicators/", $"{Trading}/Sizing/", $"{Trading}/Risk/"];

    /// <summary>Where the records of bars and signals are declared, and what reads and writes them.</summary>
    private static readonly string[] Records = ["libs/Torghut.Contracts/", "services/torghut-ta/"];

    /// <summary>The pure functions of a decision.</summary>
    private static readonly string[] Shared =
        ["FeatureQualityGate.Evaluate(", "StrategyEvaluator.Evaluate(", "OrderProposer.Propose(", "OrderProposer.Check("];

    private static IEnumerable<(string File, string Name)> Types =>
        from file in new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
        from Match type in Declaration().Matches(File.ReadAllText(file))
        select (WorkTree.Relative(file), type.Groups["name"].Value);

    [TestCaseSource(nameof(Shared))]
    public void Decision_EachStep_IsTheSameFunctionLiveAndInABacktest(string call)
    {
        Assert.That(Callers("Backtest", call), Is.Not.Empty, $"A backtest decides by {call}…).");
        Assert.That(Callers("Loop", call), Is.Not.Empty, $"The live loop decides by {call}…).");
    }

    [Test]
    public void Types_NamedAsTheEngines_StandInItsFolders()
    {
        var homes = Engine.Keys.Concat(Records).ToArray();
        var strays = Types.Where(type => EngineWord().IsMatch(type.Name) && !IsIn(type.File, homes)).Select(type => $"{type.File}: {type.Name}");

        Assert.That(strays, Is.Empty, "Bars, indicators, sizing, risk and order policy exist once: call what is there.");
    }

    [Test]
    public void Types_OfTheEngine_HaveOneHome()
    {
        var types = Types.ToList();
        foreach (var (home, type) in Engine)
        {
            Assert.That(types, Does.Contain(($"{home}{type}.cs", type)), "It has moved; so must this rule.");
        }

        var strays = types.GroupBy(type => type.Name)
            .Where(group => group.Any(type => IsIn(type.File, Pure) && type.File.EndsWith($"/{type.Name}.cs", StringComparison.Ordinal)))
            .SelectMany(group => group.Where(type => !IsIn(type.File, Pure)))
            .Select(type => $"{type.File}: {type.Name}");

        Assert.That(strays, Is.Empty, "A second type of the same name is a second engine.");
    }

    [Test]
    public void Strategies_Each_StandAmongTheStrategies()
    {
        var strays = new[] { "services", "libs" }.SelectMany(folder => WorkTree.Files(folder, "*.cs"))
            .Where(file => Strategy().IsMatch(File.ReadAllText(file))).Select(WorkTree.Relative)
            .Where(file => !file.StartsWith($"{Trading}/Strategies/", StringComparison.Ordinal));

        Assert.That(strays, Is.Empty, "A strategy that only a backtest knows is not what trades.");
    }

    [TestCase("BacktestSizer", true)]
    [TestCase("FastRiskEngine", true)]
    [TestCase("MacdCalculator", true)]
    [TestCase("SessionVwap", true)]
    [TestCase("SchemaVersion", false)]
    public void EngineWord_AnywhereInAName_IsSeen(string name, bool seen) => Assert.That(EngineWord().IsMatch(name), Is.EqualTo(seen));

    private static bool IsIn(string file, IEnumerable<string> folders) => folders.Any(folder => file.StartsWith(folder, StringComparison.Ordinal));

    private static IEnumerable<string> Callers(string folder, string call) => WorkTree.Files($"{Trading}/{folder}", "*.cs")
        .Where(file => File.ReadAllText(file).Contains(call, StringComparison.Ordinal)).Select(WorkTree.Relative);

    [GeneratedRegex("Microbar|BarBuilder|BarAggregat|Indicator|Macd|Rsi|Ema(?![a-z])|Bollinger|Vwap|Sizer|RiskEngine|OrderPolicy")]
    private static partial Regex EngineWord();

    [GeneratedRegex(
        @"^\s*(public|internal|private|file).*\b(class|struct|record|interface)\s+(?<name>[A-Z]\w*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b(class|record)\s+\w+[^{;]*:\s*[^{;]*\bIStrategyPlugin\b")]
    private static partial Regex Strategy();
}
