using Torghut.Trading.Catalogue;
using Torghut.Trading.Loop;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Strategies.Rules;

namespace Torghut.Trading.Tests.Strategies.Rules;

/// <summary>What rules mean.</summary>
public sealed class RulesStrategyTests
{
    private static readonly DateTimeOffset Open = new(2026, 2, 6, 14, 30, 0, TimeSpan.Zero);

    [TestCase("rsi14 < 35", true)]
    [TestCase("rsi14 < 35 and macd > 1", false)]
    [TestCase("not rsi14 >= 35 and macd_signal - macd <= -0.5 * 2 + 0.5", true)]
    [TestCase("1 + 2 * 3 == 7 and (1 + 2) * 3 == 9 and -2 - -3 == 1 and 7 / 2 == 3.5", true)]
    [TestCase("true or false and false", true)]
    [TestCase("boll_mid is null and macd is not null", true)]
    [TestCase("boll_mid > 0 or rsi14 < 35", true, Description = "true or unknown")]
    [TestCase("not (boll_mid > 0)", false, Description = "unknown stays unknown")]
    [TestCase("boll_mid == boll_mid", false)]
    [TestCase("coalesce(boll_mid, 5) == 5 and abs(-2) == 2 and min(1, 2) == 1 and max(1, 2) == 2", true)]
    [TestCase("macd / 0 > 0 or macd / 0 <= 0", false, Description = "a division by zero is null")]
    [TestCase("minutes_since_open == 90 and minutes_to_close == 300", true)]
    [TestCase("position.qty == 0 and position.unrealized_pct is null", true)]
    [TestCase("rsi14 < limit", true)]
    public void Evaluate_Rule_MeansWhatItSays(string rule, bool buys)
    {
        var strategy = Make(rule, "false", new() { ["limit"] = 31 });
        var intent = strategy.Evaluate(Context(Open.AddMinutes(90)), new SignalFeatures { Rsi14 = 30, Macd = 1, MacdSignal = 0.5 });
        Assert.That(intent?.Action, Is.EqualTo(buys ? OrderSide.Buy : (OrderSide?)null));
    }

    [Test]
    public void Evaluate_GuardFalse_HoldsTheEntryAndNotTheExit()
    {
        var strategy = RulesStrategy.Make(new RuleTexts("rsi14 < 50", "rsi14 > 10", "macd > 0", new Dictionary<string, double>(), NoSymbols));
        Assert.That(strategy.Evaluate(Context(Open), new SignalFeatures { Rsi14 = 30, Macd = 1 })!.Action, Is.EqualTo(OrderSide.Buy));
        Assert.That(strategy.Evaluate(Context(Open), new SignalFeatures { Rsi14 = 30, Macd = -1 })!.Action, Is.EqualTo(OrderSide.Sell));
    }

    [Test]
    public void Evaluate_NullFeature_NoDecisionAndCounted()
    {
        var strategy = Make("rsi14 < 35 and macd > 0", "rsi14 > 65");
        Assert.That(strategy.Evaluate(Context(Open), new SignalFeatures { Macd = 1 }), Is.Null);
        Assert.That(strategy.Evaluate(Context(Open), new SignalFeatures { Macd = 1, Rsi14 = 50 }), Is.Null);
        Assert.That((strategy.TakeUnknown(), strategy.TakeUnknown()), Is.EqualTo((1, 0)));
    }

    [Test]
    public void Evaluate_SymbolOfItsOwn_HasItsOwnParameters()
    {
        var symbols = new Dictionary<string, IReadOnlyDictionary<string, double>> { ["IBM"] = new Dictionary<string, double> { ["limit"] = 20 } };
        var strategy = RulesStrategy.Make(new RuleTexts("rsi14 < limit", "false", null, new Dictionary<string, double> { ["limit"] = 35 }, symbols));
        var features = new SignalFeatures { Rsi14 = 30 };
        Assert.That(strategy.Evaluate(Context(Open), features), Is.Not.Null);
        Assert.That(strategy.Evaluate(Context(Open) with { Symbol = "IBM" }, features), Is.Null);
    }

    [Test]
    public void Evaluate_LookingBack_SeesTheBarsBefore()
    {
        var strategy = Make("crosses_above(ema12, ema26) and prev(rsi14) == 2 and prev(rsi14, 2) == 1 and avg(rsi14, 3) == 2 and highest(rsi14, 3) == 3"
            + " and lowest(rsi14, 3) == 1 and change(rsi14, 2) == 2", "crosses_below(rsi14, 5)");
        Assert.That(strategy.Lookback, Is.EqualTo(2));
        var history = new FeatureHistory { Depth = strategy.Lookback };
        var last = new SignalFeatures();
        foreach (var (second, fast, rsi) in new[] { (1, 9.0, 1.0), (2, 10.0, 2.0), (3, 11.0, 3.0) })
        {
            last = new SignalFeatures { Ema12 = fast, Ema26 = 10, Rsi14 = rsi };
            history.Add("AAPL", Open.AddSeconds(second), second, last);
        }

        StrategyIntent? At(int second) => strategy.Evaluate(
            Context(Open) with { History = history.UpTo("AAPL", Open.AddSeconds(second), second) }, last);
        Assert.That(At(3)!.Action, Is.EqualTo(OrderSide.Buy));
        Assert.That(At(2), Is.Null, "there are not two bars before it");
        Assert.That(strategy.Evaluate(Context(Open), last), Is.Null, "nothing is known of the past");
    }

    /// <summary>A signal that comes late stands at its place, and one that is repeated replaces what was there.</summary>
    [Test]
    public void History_LateSignal_StandsAtItsPlace()
    {
        var history = new FeatureHistory { Depth = 5 };
        foreach (var second in new[] { 1, 3, 4, 2, 3 })
        {
            history.Add("AAPL", Open.AddSeconds(second), second, new SignalFeatures { Rsi14 = second });
        }

        var known = history.UpTo("AAPL", Open.AddSeconds(4), 4)!;
        Assert.That(Enumerable.Range(0, 5).Select(bars => known.Before(bars)?.Rsi14), Is.EqualTo(new double?[] { 4, 3, 2, 1, null }));
    }

    [Test]
    public void Position_LongWithALoss_IsSeen()
    {
        var strategy = Make("false", "position.unrealized_pct <= -1.5 and position.qty == 10 and position.avg_price == 100");
        Assert.That(strategy.UsesPosition, Is.True);
        var context = Context(Open) with { Position = HeldPosition.Of(10, 100, 98) };
        Assert.That(strategy.Evaluate(context, SignalFeatures.Empty)!.Action, Is.EqualTo(OrderSide.Sell));
        Assert.That(strategy.Evaluate(Context(Open), SignalFeatures.Empty), Is.Null);
    }

    [Test]
    public void Evaluate_BuiltInsAsRules_CostNoMemoryAndLittleTime()
    {
        var rules = Catalogue("builtins-as-rules.yaml").Strategies.Select(strategy => strategy.Plugin).ToList();
        var features = Features(new Random(1));
        var context = Context(Open);
        foreach (var rule in rules)
        {
            for (var i = 0; i < 1_000; i++)
            {
                rule.Evaluate(context, features);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10_000; i++)
            {
                rule.Evaluate(context, features);
            }

            Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        }
    }

    /// <summary>The compiled strategies and the same as rules, over features that are often at the edge and sometimes missing.</summary>
    [Test]
    public void Evaluate_BuiltInsAsRules_DecideTheSame()
    {
        var rules = Catalogue("builtins-as-rules.yaml");
        const string Text = "strategies:\n  - {name: macd-rsi, type: macd_rsi}\n  - {name: intraday-tsmom, type: intraday_tsmom}\n";
        var compiled = CatalogueParser.Parse("built-ins.yaml", Text).Catalogue!;
        var random = new Random(7);
        var rows = Enumerable.Range(0, 50_000).Select(i => new SignalRow("AAPL", Open.AddSeconds(i), i, Open, "1Sec", Features(random))).ToList();
        var expected = StrategyEvaluator.Evaluate(rows, compiled, "paper", Open).Select(draft => draft.Hash).ToList();
        Assert.That(StrategyEvaluator.Evaluate(rows, rules, "paper", Open).Select(draft => draft.Hash), Is.EqualTo(expected));
        Assert.That(expected, Has.Count.GreaterThan(1_000));
        Assert.That(StrategyEvaluator.Required(rules), Is.EquivalentTo(StrategyEvaluator.Required(compiled)), "the quality of features is judged alike");
    }

    [TestCase("band-reversal.yaml")]
    [TestCase("trend-pullback.yaml")]
    [TestCase("builtins-as-rules.yaml")]
    public void Example_Catalogue_IsUnderstoodAndComesBackFromTheDatabase(string file)
    {
        foreach (var strategy in Catalogue(file).Strategies)
        {
            var texts = ((RulesStrategy)strategy.Plugin).Texts;
            var stored = RuleTexts.Read(Trading.Json.CanonicalJson.Serialize(strategy.Parameters.ToMap()))!;
            Assert.That(StrategyParameters.Of(stored.ToMap()).Hash, Is.EqualTo(strategy.Parameters.Hash));
            Assert.That(stored.Entry, Is.EqualTo(texts.Entry));
        }
    }

    [Test]
    public void Decision_Reasons_AreTheConditionsAsWritten()
    {
        var strategy = Make("rsi14 < 35\n  and (macd > 0 or macd < 0 and true) and ema12 > 1", "false");
        var intent = strategy.Evaluate(Context(Open), new SignalFeatures { Rsi14 = 1, Macd = 1, Ema12 = 2 })!;
        Assert.That(intent.Rationale, Is.EqualTo(new[] { "rsi14 < 35", "(macd > 0 or macd < 0 and true)", "ema12 > 1" }));
    }

    private static IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> NoSymbols { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, double>>();

    private static RulesStrategy Make(string entry, string exit, Dictionary<string, double>? values = null) =>
        RulesStrategy.Make(new RuleTexts(entry, exit, null, values ?? [], NoSymbols));

    private static StrategyContext Context(DateTimeOffset at) =>
        new("AAPL", at, "1Sec", StrategyParameters.Resolve([], new Dictionary<string, double>()));

    private static StrategyCatalogue Catalogue(string file)
    {
        var path = Path.Combine(Testing.Repository.Root, "docs/examples", file);
        var result = CatalogueFile.Read(path).Parse();
        Assert.That(result.Problems, Is.Empty);
        return result.Catalogue!;
    }

    private static SignalFeatures Features(Random random)
    {
        double? Maybe(double value) => random.Next(40) == 0 ? null : value;
        double Edge(double value) => random.Next(4) == 0 ? value : Math.Round(value + ((random.NextDouble() - 0.5) * value), 3);
        var (macd, signal) = (Math.Round((random.NextDouble() - 0.5) / 4, 3), Math.Round((random.NextDouble() - 0.5) / 4, 3));
        var warm = random.Next(40) != 0;
        return new SignalFeatures
        {
            Macd = warm ? macd : null,
            MacdSignal = warm ? signal : null,
            MacdHist = warm ? macd - signal : null,
            Ema12 = Maybe(100 + Math.Round(random.NextDouble() - 0.5, 2)),
            Ema26 = Maybe(100),
            Rsi14 = Maybe(Edge(random.Next(4) switch { 0 => 35, 1 => 52, 2 => 62, _ => 66 })),
            VolRealizedW60s = random.Next(10) == 0 ? null : Edge(random.Next(2) == 0 ? 0.001 : 0.012),
        };
    }
}
